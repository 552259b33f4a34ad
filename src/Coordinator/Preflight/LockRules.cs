using ActorMigrate.Catalog;
using ActorMigrate.Catalog.Inspection;
using ActorMigrate.Migration.Options;
using ActorMigrate.Postgres.Facts;

namespace ActorMigrate.Coordinator.Preflight;

/// <summary>The rule for the target's lock table: tables that exist there are emptied or dropped in one statement, which locks all of
/// them with their parts. Everything else that a migration does there locks a table or two at a time. Pure.</summary>
internal static class LockRules
{
    /// <summary>Returns what is wrong where <paramref name="locks"/> has no room for what <paramref name="existing"/> orders.</summary>
    public static IEnumerable<CheckFinding> Of(TargetInspection target, DatabaseCatalog source, ExistingTables existing, LockTable locks)
    {
        if (existing == ExistingTables.Refuse || target.Tables.Count == 0)
            yield break;
        var indexes = source.Tables.Concat(source.PartitionedTables).ToDictionary(table => table.Name, table => table.IndexCount);
        var wanted = target.Tables.Sum(table => LocksOf(indexes.GetValueOrDefault(table.Source), existing));
        if (wanted <= locks.Room)
            yield break;
        var verb = existing == ExistingTables.Drop ? "drop" : "truncate";
        yield return CheckFinding.Fail(
            "max_locks_per_transaction",
            $"The target's lock table has no room to {verb} {target.Tables.Count} existing tables at once, the first of them "
                + $"{target.Tables[0].Target}: that takes some {wanted} locks.",
            $"Raise max_locks_per_transaction on the target from {locks.PerTransaction} to {locks.SettingFor(wanted)} or more, which "
                + "takes a restart of it, or drop these tables beforehand, some at a time.");
    }

    // As observed: TRUNCATE locks the table, its TOAST table, and the indexes; DROP also types, defaults and constraints.
    private static long LocksOf(int indexes, ExistingTables existing) =>
        existing == ExistingTables.Drop ? 6 + (3L * indexes) : 3 + (2L * indexes);
}
