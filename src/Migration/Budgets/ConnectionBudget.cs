using ActorMigrate.Migration.Options;

namespace ActorMigrate.Migration.Budgets;

/// <summary>Fits a node's slots to the connections that are to be had, because a run that meets "too many connections" halfway is worse
/// than a slower one. Pure.</summary>
public static class ConnectionBudget
{
    /// <summary>Sessions of the source beside the copies: two snapshot holders and one that plans.</summary>
    private const int SourceOverhead = 3;

    /// <summary>Sessions of the target beside the work: the coordinator's three (its own, one that grants tasks, one that takes them back),
    /// the node's own, the heartbeat's, one for joining the cluster, its lease and fingerprints, and one to spare.</summary>
    private const int TargetOverhead = 7;

    /// <summary>A distant node takes no more than this part of the free connections for its further slots: other nodes may join.</summary>
    private const int PartForOne = 4;

    /// <summary>Returns the options for a distant server: with more copies and finishing tasks at a time, where the connections for them
    /// are but a part of those that are free.</summary>
    public static NodeOptions Far(NodeOptions wanted, int freeInSource, int freeInTarget)
    {
        ArgumentNullException.ThrowIfNull(wanted);
        var far = wanted with
        {
            CopySlots = Math.Max(wanted.CopySlots, wanted.FarCopySlots ?? 0),
            IndexSlots = Math.Max(wanted.IndexSlots, wanted.FarIndexSlots ?? 0),
        };
        return PartForOne * NeededInSource(far) <= freeInSource && PartForOne * NeededInTarget(far) <= freeInTarget ? far : wanted;
    }

    /// <summary>Returns the options with as many slots as fit, or null when not even one of each kind does.
    /// <paramref name="freeInSource"/> and <paramref name="freeInTarget"/> are connections that are free now.</summary>
    public static NodeOptions? Fit(NodeOptions wanted, int freeInSource, int freeInTarget)
    {
        ArgumentNullException.ThrowIfNull(wanted);
        for (var fitted = wanted; ; fitted = Shrink(fitted))
        {
            if (NeededInSource(fitted) <= freeInSource && NeededInTarget(fitted) <= freeInTarget)
                return fitted;
            if (fitted is { CopySlots: <= 1, IndexSlots: <= 1 })
                return null;
        }
    }

    /// <summary>Returns the options with no more slots than a migration needs.</summary>
    public static NodeOptions Least(NodeOptions wanted)
    {
        ArgumentNullException.ThrowIfNull(wanted);
        return wanted with { CopySlots = Math.Min(1, wanted.CopySlots), IndexSlots = Math.Min(1, wanted.IndexSlots) };
    }

    /// <summary>Returns those of <paramref name="free"/> connections that no other node counts on: each has reserved some, and opened part
    /// of them already.</summary>
    public static int Unreserved(int free, IEnumerable<(int Reserved, int Open)> others) =>
        Math.Max(0, free - others.Sum(other => Math.Max(0, other.Reserved - other.Open)));

    private static NodeOptions Shrink(NodeOptions options) => options with
    {
        CopySlots = Math.Max(Math.Min(1, options.CopySlots), options.CopySlots - 1),
        IndexSlots = Math.Max(Math.Min(1, options.IndexSlots), Math.Min(options.IndexSlots, options.CopySlots - 1)),
    };

    /// <summary>Connections to the source and to the target that a node with so many slots may use at a time.</summary>
    public static (int Source, int Target) Needed(NodeOptions options, int copySlots, int indexSlots)
    {
        ArgumentNullException.ThrowIfNull(options);
        var changed = options with { CopySlots = copySlots, IndexSlots = indexSlots };
        return (NeededInSource(changed), NeededInTarget(changed));
    }

    /// <summary>Connections to the source that <paramref name="options"/> may use at a time.</summary>
    public static int NeededInSource(NodeOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return options.CopySlots + options.CompareSlots + SourceOverhead;
    }

    /// <summary>Connections to the target that <paramref name="options"/> may use at a time.</summary>
    public static int NeededInTarget(NodeOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return options.CopySlots + options.IndexSlots + options.CompareSlots + TargetOverhead;
    }
}
