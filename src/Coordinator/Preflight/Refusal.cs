using ActorMigrate.Migration.Failures;
using ActorMigrate.Postgres;
using Npgsql;

namespace ActorMigrate.Coordinator.Preflight;

/// <summary>Turns an error before the ledger holds the migration into a refusal: nothing was touched and there is nothing to resume, so
/// what a server or the network says is a refusal. Anything else is a defect and stays what it is.</summary>
internal static class Refusal
{
    /// <summary>Does <paramref name="work"/>, and tells what a server or the network says as a <see cref="RefusedException"/>.</summary>
    public static async Task<T> ToldAsync<T>(Func<Task<T>> work)
    {
        try
        {
            return await work();
        }
        catch (Exception cause) when (Of(cause) is RefusedException refusal && refusal != cause)
        {
            throw refusal;
        }
    }

    /// <summary>Returns the refusal for what the checks found, all of it at once.</summary>
    public static RefusedException Of(IReadOnlyList<CheckFinding> fails)
    {
        Finding[] findings = [.. fails.Select(fail => new Finding(fail.Object, fail.Cause, null, fail.Remedy) { Objects = fail.Objects })];
        return fails is [var one]
            ? new RefusedException(one.Cause, one.Remedy) { Findings = findings }
            : new RefusedException(
                $"{fails.Count} checks "
                    + $"failed:\n{string.Join("\n", fails.Select((fail, index) => $"{index + 1}. {fail.Cause}\n   {fail.Remedy}"))}",
                "Nothing was touched. To look again without migrating, run actormigrate check with the same flags.")
            { Findings = findings };
    }

    public static Exception Of(Exception cause)
    {
        if (cause is not (NpgsqlException or IOException or TimeoutException or ServerFailureException))
            return cause;
        var failure = SqlStates.Classify(cause);
        var state = failure.SqlState is null ? "" : $" (SQLSTATE {failure.SqlState})";
        return new RefusedException(failure.Message + state, failure.Remedy ?? "Fix the cause and try again; nothing was touched.", cause);
    }
}
