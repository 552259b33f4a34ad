using ActorMigrate.Migration.Options;
using ActorMigrate.Postgres.Session;

namespace ActorMigrate.Coordinator.Preflight.Checks;

/// <summary>Locks of others on in-scope tables, and the room for the migration's own.</summary>
internal static class Locks
{
    /// <summary>Finds who holds locks on tables of the source. A prepared transaction keeps its lock for as long as nobody ends it; a
    /// session is waited for.</summary>
    public static IEnumerable<CheckFinding> Holders(SourceSeen source) =>
        Of(source.Holders, "Tables of the source are locked by others: ");

    /// <summary>Finds who holds locks on tables of the target that are to be emptied, dropped or filled.</summary>
    public static IEnumerable<CheckFinding> Holders(TargetSeen target, MigrationOptions options) =>
        options is { Existing: ExistingTables.Refuse, Content: not MigrationContent.DataOnly }
            ? []
            : Of(target.Holders, "Tables of the target are locked by others: ");

    /// <summary>Checks the room in the source's lock table.</summary>
    public static IEnumerable<CheckFinding> Room(SourceSeen source)
    {
        if (source.Locks is { } locks && locks.Room < source.Tables.Count)
        {
            yield return CheckFinding.Warn(
                "max_locks_per_transaction",
                $"The source's lock table has room for {locks.Room} of the {source.Tables.Count} tables in scope; the others are checked "
                    + "when they are read, and fail by name if they were altered until then.",
                $"Raise max_locks_per_transaction on the source from {locks.PerTransaction} to "
                    + $"{locks.SettingFor(source.Tables.Count)} or more, which takes a restart of it.");
        }
    }

    private static IEnumerable<CheckFinding> Of(IReadOnlyList<LockHolder> holders, string cause)
    {
        var prepared = holders.Where(holder => holder.Prepared is not null).ToList();
        var sessions = holders.Where(holder => holder.Prepared is null).ToList();
        if (prepared.Count > 0)
            yield return CheckFinding.Fail("locks", cause + LockHolder.Join(prepared), LockHolder.Remedy(prepared));
        if (sessions.Count > 0)
            yield return CheckFinding.Warn("locks", cause + LockHolder.Join(sessions), LockHolder.Remedy(sessions));
    }
}
