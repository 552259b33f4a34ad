namespace ActorMigrate.Coordinator.Preflight.Checks;

/// <summary>Room on the target's disk, where its data folder can be seen from this machine.</summary>
internal static class Disk
{
    private const double OfAll = 1.1;
    private const long MiB = 1 << 20;

    public static IEnumerable<CheckFinding> Find(SourceSeen source, ServersSeen seen)
    {
        if (seen.TargetState.FreeBytes is { } free && free < source.Bytes * OfAll)
        {
            yield return CheckFinding.Warn(
                seen.TargetState.DataFolder!,
                $"The tables in scope and their indexes take some {source.Bytes / MiB:N0} MiB in the source, and {free / MiB:N0} MiB are "
                    + "free where the target's data are.",
                "Free space there, or migrate to a server with more; WAL and sorting of large indexes take more for a while.");
        }
    }
}
