using ActorMigrate.Control.Status;
using ActorMigrate.Host.Wording;
using ActorMigrate.Migration.Phases;

namespace ActorMigrate.Host.Dashboard;

/// <summary>Says what has changed in a migration from one read to the next. Pure.</summary>
internal static class StatusChanges
{
    /// <summary>Returns the changes in words; <paramref name="hasLooked"/>: the ledger was read before.</summary>
    public static IEnumerable<string> Between(MigrationStatus? before, MigrationStatus? after, bool hasLooked)
    {
        if (after is null)
        {
            if (before is not null)
                yield return "The target holds no migration any more: it has succeeded and its ledger is gone, or it was cleaned up.";
            else if (!hasLooked)
                yield return "The target holds no migration yet.";
            yield break;
        }

        if (before?.Id != after.Id)
            yield return $"Migration {after.Id} from {after.Source} to {after.Target}, in phase {PhaseNames.Words(after.Phase)}.";
        else if (before.Phase != after.Phase)
            yield return $"Phase {PhaseNames.Words(after.Phase)} began.";
        foreach (var words in Nodes(before?.Id == after.Id ? before.Nodes : [], after.Nodes))
            yield return words;
        var known = before?.Directives.Select(given => (given.At, given.Verb)).ToHashSet() ?? [];
        foreach (var given in after.Directives.Where(given => !known.Contains((given.At, given.Verb))))
            yield return $"Directive: {DirectiveWords.Given(given)}.";
        if (after.Outcome is { } outcome && before?.Outcome is null)
            yield return $"The migration has ended: {outcome}.";
    }

    private static IEnumerable<string> Nodes(IReadOnlyList<NodeStatus> before, IReadOnlyList<NodeStatus> after)
    {
        foreach (var node in after)
        {
            var known = before.FirstOrDefault(one => one.Name == node.Name && one.Pid == node.Pid && one.Host == node.Host);
            if (known is null ? node.State != "left" : known.State != node.State)
                yield return $"Node {node.Name} is {node.State}.";
            if (node.Coordinator && node.State == "living" && known is { Coordinator: false })
                yield return $"Node {node.Name} coordinates from here on.";
        }
    }
}
