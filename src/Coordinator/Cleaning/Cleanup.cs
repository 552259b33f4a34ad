using ActorMigrate.Control;
using ActorMigrate.Control.Nodes;
using ActorMigrate.Migration;
using ActorMigrate.Migration.Failures;
using ActorMigrate.Postgres;
using ActorMigrate.Postgres.Session;
using Npgsql;

namespace ActorMigrate.Coordinator.Cleaning;

/// <summary>Finds what a migration has left behind, and removes it. The data that it copied is not among that.</summary>
public static class Cleanup
{
    /// <summary>Looks for leftovers of a migration, and changes nothing. Null where the target holds no ledger.</summary>
    public static Task<Leftovers?> FindAsync(
        Database? source, Database target, CancellationToken cancellationToken) => ToldAsync(async () =>
    {
        await using var session = await target.OpenAsync(SessionPurpose.Preflight, cancellationToken);
        if (await LedgerLeftovers.FindAsync(session, cancellationToken) is not { } ledger)
            return null;
        var inTarget = await LedgerLeftovers.SessionsAsync(session, ledger.Nodes, cancellationToken);
        return new Leftovers(ledger, inTarget, source is null ? null : await AtSourceAsync(source, ledger, cancellationToken));
    });

    /// <summary>Ends the sessions and drops the control schema. Answers how many sessions could not be ended.</summary>
    public static Task<int> RemoveAsync(Database? source, Database target, Leftovers leftovers, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(leftovers);
        return ToldAsync(async () =>
        {
            var left = 0;
            if (source is not null)
            {
                await using var there = await source.OpenAsync(SessionPurpose.Preflight, cancellationToken);
                left += await LedgerLeftovers.EndSessionsAsync(there, leftovers.Ledger.Nodes, cancellationToken);
            }

            await using var here = await target.OpenAsync(SessionPurpose.Control, cancellationToken);
            left += await LedgerLeftovers.EndSessionsAsync(here, leftovers.Ledger.Nodes, cancellationToken);
            using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            deadline.CancelAfter(Timeouts.LedgerDrop);
            await ControlSchema.DropAsync(here, leftovers.Ledger.Id, deadline.Token);
            return left;
        });
    }

    private static async Task<IReadOnlyList<LeftSession>> AtSourceAsync(
        Database source, LedgerLeftovers ledger, CancellationToken cancellationToken)
    {
        await using var session = await source.OpenAsync(SessionPurpose.Preflight, cancellationToken);
        return await LedgerLeftovers.SessionsAsync(session, ledger.Nodes, cancellationToken);
    }

    private static async Task<T> ToldAsync<T>(Func<Task<T>> work)
    {
        try
        {
            return await work();
        }
        catch (Exception error) when (error is NpgsqlException or IOException or TimeoutException)
        {
            var failure = SqlStates.Classify(error);
            throw new RefusedException(failure.Message, failure.Remedy ?? "Fix the cause and try again.", error);
        }
    }
}
