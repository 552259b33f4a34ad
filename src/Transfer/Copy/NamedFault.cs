using ActorMigrate.Control.Plan;
using ActorMigrate.Control.Tasks;
using ActorMigrate.Migration;
using ActorMigrate.Postgres;
using ActorMigrate.Postgres.Session;
using Npgsql;

namespace ActorMigrate.Transfer.Copy;

/// <summary>A copy whose errors of one kind say where the fault lies. The server does not name that, so it is looked for in the source,
/// for a bounded time.</summary>
public abstract class NamedFault(ITaskRunner copy, CopySessions sessions) : ITaskRunner
{
    private static readonly string Patience = $"SET LOCAL statement_timeout = {(long)Timeouts.ColumnName.TotalMilliseconds}";

    /// <inheritdoc />
    public async Task<TaskResult> RunAsync(ClaimedTask task, BegunAttempt attempt, IMoved moved, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(task);
        try
        {
            return await copy.RunAsync(task, attempt, moved, cancellationToken);
        }
        catch (PostgresException error) when (IsOfKind(error))
        {
            var failure = SqlStates.Classify(error);
            if (await LookAsync(PayloadJson.Read<CopyPayload>(task.Payload), cancellationToken) is not { } place)
                throw;
            throw new ServerFailureException(failure with { Message = $"{failure.Message}; {place}" }, error);
        }
    }

    /// <summary>Tells whether the error is one that this class names the place of.</summary>
    private protected abstract bool IsOfKind(PostgresException error);

    /// <summary>Returns words for the place, or null where it is not found. An error of the server is as much as that.</summary>
    private protected abstract Task<string?> FindAsync(CopySession session, CopyPayload payload, CancellationToken cancellationToken);

    private async Task<string?> LookAsync(CopyPayload payload, CancellationToken cancellationToken)
    {
        await using var session = await sessions.RentAsync(moved: null, cancellationToken);
        if ((await PlannedCode.OfAsync(session.Source, [(payload.Source, false)], cancellationToken)).Count > 0)
            return null;
        try
        {
            await using var patience = new NpgsqlCommand(Patience, session.Source);
            await patience.ExecuteNonQueryAsync(cancellationToken);
            return await FindAsync(session, payload, cancellationToken);
        }
        catch (PostgresException)
        {
            return null;
        }
    }
}
