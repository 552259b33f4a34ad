using ActorMigrate.Migration;
using ActorMigrate.Postgres.Facts;
using ActorMigrate.Postgres.Session;

namespace ActorMigrate.Coordinator.Preflight;

/// <summary>Words refusals for in-scope tables that cannot be locked as they are.</summary>
internal static class TableRefusals
{
    /// <summary>Says that not all of them could be locked, what is done instead, and with which setting
    /// of <paramref name="source"/> they could.</summary>
    public static async Task<string> CheckedAsync(
        Database source, IReadOnlyList<QualifiedName> unlocked, int inScope, CancellationToken cancellationToken)
    {
        await using var session = await source.OpenAsync(SessionPurpose.Preflight, cancellationToken);
        var locks = await LockTable.OfAsync(session, cancellationToken);
        return $"The source's lock table has room for the {inScope - unlocked.Count} largest of the {inScope} in-scope tables. The other "
            + $"{unlocked.Count} are not locked: "
            + $"{NameList.Of(unlocked)}. Each is checked when it is read, and fails by name if it was truncated, "
            + "rewritten or altered until then. "
            + $"To have all locked, raise max_locks_per_transaction on the source from {locks.PerTransaction} to "
            + $"{Math.Max(locks.SettingFor(inScope), locks.PerTransaction + 1)} or more, which takes a restart of it.";
    }
}
