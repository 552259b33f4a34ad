using ActorMigrate.Migration.Objects;
using ActorMigrate.Postgres;
using ActorMigrate.Postgres.Session;
using Npgsql;

namespace ActorMigrate.Transfer.Statements;

/// <summary>Completes a statement with the secret that the source holds, and runs it. The secret is in this process's memory only while the
/// statement runs. Only the SQLSTATE of an error is passed on, because PostgreSQL's message may quote the statement.</summary>
internal static class SourceSecret
{
    /// <summary>Returns the statement completed with the secret.</summary>
    public static async Task<string> CompleteAsync(OpenSession openSource, SecretStatement statement, CancellationToken cancellationToken)
    {
        await using var source = await openSource(SessionPurpose.Catalog, cancellationToken);
        await using var query = new NpgsqlCommand(statement.Query, source);
        return statement.Before + (await query.ExecuteScalarAsync(cancellationToken) as string) + statement.After;
    }

    // The text of a statement shows in pg_stat_activity, pg_stat_statements and current_query(); values of parameters and what a block
    // executes do not.
    private const string Keep = "SELECT pg_catalog.set_config('actormigrate.secret', $1, true)";
    private const string Run = "DO LANGUAGE plpgsql 'BEGIN EXECUTE pg_catalog.current_setting(''actormigrate.secret''); END'";

    /// <summary>Runs the completed statement in the transaction of <paramref name="target"/>.</summary>
    public static async Task ExecuteAsync(NpgsqlConnection target, string statement, CancellationToken cancellationToken)
    {
        try
        {
            await SetAsync(target, statement, cancellationToken);
            await using (var batch = new NpgsqlBatch(target) { BatchCommands = { new NpgsqlBatchCommand(Run) } })
                await batch.ExecuteNonQueryAsync(cancellationToken);
            await SetAsync(target, "", cancellationToken);
        }
        catch (PostgresException error)
        {
            // The error itself is not passed on as the cause: a log of this exception would include it.
            throw new ServerFailureException(SqlStates.Classify(error) with
            {
                Message = $"PostgreSQL refused the statement ({error.SqlState}). It holds a secret, so neither is repeated here.",
                Remedy =
                    "Look up the SQLSTATE in the manual's appendix A, and the target's log for the reason; then make the object by hand.",
            });
        }
    }

    private static async Task SetAsync(NpgsqlConnection target, string statement, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(Keep, target) { Parameters = { new NpgsqlParameter { Value = statement } } };
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
