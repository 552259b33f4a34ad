using ActorMigrate.Control.Plan;
using ActorMigrate.Control.Tasks;
using ActorMigrate.Migration;
using ActorMigrate.Migration.Planning;
using ActorMigrate.Postgres;
using ActorMigrate.Postgres.Session;
using Npgsql;

namespace ActorMigrate.Transfer.Copy;

/// <summary>A copy whose errors about encodings name the column. COPY's text format is converted in blocks, before it is split into
/// columns, so the server names just a line of the stream; the column is then looked for in the source.</summary>
public sealed class NamedColumn(ITaskRunner copy, CopySessions sessions) : ITaskRunner
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
        catch (PostgresException error) when (IsOfEncoding(error) && error.Where?.Contains(", column ", StringComparison.Ordinal) != true)
        {
            var failure = SqlStates.Classify(error);
            if (await FindAsync(PayloadJson.Read<CopyPayload>(task.Payload), cancellationToken) is not { } column)
                throw;
            throw new ServerFailureException(failure with { Message = $"{failure.Message} · column {column}" }, error);
        }
    }

    /// <summary>Returns the first column that holds a value which the target's encoding cannot, or null when none is found in
    /// time.</summary>
    private async Task<string?> FindAsync(CopyPayload payload, CancellationToken cancellationToken)
    {
        await using var session = await sessions.RentAsync(cancellationToken);
        if ((await PlannedCode.OfAsync(session.Source, [(payload.Source, false)], cancellationToken)).Count > 0)
            return null;
        await ExecuteAsync(session.Source, Patience, cancellationToken);
        foreach (var column in payload.Columns)
        {
            var convert =
                $"SELECT count(convert_to({KeyColumn.TextOf(Identifier.Quote(column))}, "
                + $"{Literal.Quote(session.TargetEncoding)})) FROM ONLY "
                + Identifier.Qualify(payload.Source) + CopyStatement.Where(payload.Predicate);
            try
            {
                await ExecuteAsync(session.Source, convert, cancellationToken);
            }
            catch (PostgresException error)
            {
                return IsOfEncoding(error) ? column : null;
            }
        }

        return null;
    }

    private static bool IsOfEncoding(PostgresException error) =>
        error.SqlState is PostgresErrorCodes.CharacterNotInRepertoire or PostgresErrorCodes.UntranslatableCharacter;

    private static async Task ExecuteAsync(NpgsqlConnection session, string statement, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(statement, session);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
