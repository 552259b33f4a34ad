namespace ActorMigrate.Migration.Directing;

/// <summary>The directives of a migration, in the order in which they were given, and what of them is in force. The latest one on a matter
/// wins. Pure.</summary>
public sealed record Steering(IReadOnlyList<RunDirective> Given)
{
    /// <summary>No directive was given.</summary>
    public static readonly Steering None = new([]);

    /// <summary>The directive that keeps the migration paused, or null.</summary>
    public RunDirective? Pause =>
        LastOf(DirectiveVerb.Pause, DirectiveVerb.Continue) is { What.Verb: DirectiveVerb.Pause } pause ? pause : null;

    /// <summary>The directive that stops the run, or null. <c>resume</c> gives
    /// <see cref="DirectiveVerb.Continue"/>, which ends it.</summary>
    public RunDirective? Stop => LastOf(DirectiveVerb.Stop, DirectiveVerb.Continue) is { What.Verb: DirectiveVerb.Stop } stop ? stop : null;

    /// <summary>The bytes a second that were set last for all nodes together, 0 for no limit; null where nobody set them.</summary>
    public long? TotalRate => Given.Select(given => RateOfAll(given.What)).LastOrDefault(rate => rate is not null);

    /// <summary>Returns whether <paramref name="node"/> is granted tasks.</summary>
    public bool Grants(NodeId node) => Pause is null && Stop is null && DrainOf(node) is null;

    /// <summary>Returns the directive that drains <paramref name="node"/>, or null. It concerns this node alone, not one that is started
    /// later under the same name.</summary>
    public RunDirective? DrainOf(NodeId node) =>
        Given.LastOrDefault(given => given.What.Verb == DirectiveVerb.Drain && given.NodeId == node);

    /// <summary>Returns what the directives ask of <paramref name="node"/>. Slots that were set for all nodes leave one as it is that takes
    /// no work.</summary>
    public NodeOrders For(SteeredNode node)
    {
        ArgumentNullException.ThrowIfNull(node);
        var drain = DrainOf(node.Id);
        var orders = NodeOrders.None with { IsPaused = Pause is not null, IsDrained = drain is not null };
        foreach (var given in Given)
        {
            var isNamed = given.What.Node is not null;
            if (given.What.Verb == DirectiveVerb.Drain ? given != drain : isNamed && given.What.Node != node.Name)
                continue;
            orders = With(orders, given.What, slots: isNamed || !node.TakesNoWork) with { By = given.By };
        }

        return orders;
    }

    private static NodeOrders With(NodeOrders orders, DirectiveDraft set, bool slots) => orders with
    {
        CopySlots = (slots ? set.CopySlots : null) ?? orders.CopySlots,
        IndexSlots = (slots ? set.IndexSlots : null) ?? orders.IndexSlots,
        TotalRate = RateOfAll(set) ?? orders.TotalRate,
        NodeRate = (set.Node is null ? null : set.MaxRate) ?? orders.NodeRate,
    };

    private static long? RateOfAll(DirectiveDraft set) => set.Node is null ? set.MaxRate : null;

    private RunDirective? LastOf(DirectiveVerb one, DirectiveVerb other) =>
        Given.LastOrDefault(given => given.What.Verb == one || given.What.Verb == other);
}

/// <summary>A living node as far as directives concern it, with the slots that its row in the ledger shows.</summary>
public sealed record SteeredNode(NodeId Id, string Name, int CopySlots, int IndexSlots)
{
    /// <summary>The node was told to take no work and only coordinates, or may coordinate.</summary>
    public bool TakesNoWork => CopySlots == 0 && IndexSlots == 0;
}
