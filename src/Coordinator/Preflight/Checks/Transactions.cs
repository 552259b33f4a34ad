using ActorMigrate.Migration;

namespace ActorMigrate.Coordinator.Preflight.Checks;

/// <summary>Transactions that are open for long, and the age of the oldest transaction ids. A server stops giving out transaction ids at
/// some two billion (manual, section 24.1.5).</summary>
internal static class Transactions
{
    // vacuum_failsafe_age by default, and three million short of the end.
    private const int Worrying = 1_600_000_000;
    private const int Stopped = 2_144_000_000;

    public static IEnumerable<CheckFinding> Find(ServersSeen seen) =>
        Of("source", seen.Source.Database, seen.SourceState, isTarget: false)
            .Concat(Of("target", seen.Target.Database, seen.TargetState, isTarget: true));

    private static IEnumerable<CheckFinding> Of(string side, string database, ServerState state, bool isTarget)
    {
        var age = Math.Max(state.TransactionAge, state.MultixactAge);
        if (age >= Worrying)
        {
            var cause =
                $"The oldest transaction id of the {side} database {database} is {age:N0} transactions old; at some two billion the "
                    + "server takes no writes any more";
            const string remedy =
                "Run VACUUM FREEZE there first, as a superuser, and look for what holds it back: old transactions, "
                    + "prepared ones, replication slots.";
            yield return isTarget && age >= Stopped
                ? CheckFinding.Fail($"database {database}", cause + ".", remedy)
                : CheckFinding.Warn($"database {database}", cause
                    + (isTarget ? "." : ", and while the migration reads, its snapshot keeps vacuum from removing rows."), remedy);
        }

        if (state.LongTransactions.Count > 0)
        {
            yield return CheckFinding.Warn(
                side,
                $"Transactions have been open on the {side} for more than an hour: {NameList.Of(state.LongTransactions, "; ")}.",
                "They keep vacuum from removing rows, and hold locks until they end; end those that nobody needs: "
                    + "SELECT pg_terminate_backend(…).");
        }

        if (state.Prepared.Count > 0)
        {
            yield return CheckFinding.Warn(
                side,
                $"Prepared transactions are open in the {side} database {database}: {NameList.Of(state.Prepared)}.",
                "They keep their locks until someone ends them there: COMMIT PREPARED … or ROLLBACK PREPARED …");
        }
    }
}
