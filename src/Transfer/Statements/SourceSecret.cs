using ActorMigrate.Migration;
using ActorMigrate.Postgres;
using ActorMigrate.Postgres.Session;
using Npgsql;

namespace ActorMigrate.Transfer.Statements;

/// <summary>Completes a statement with the secret that the source holds, and runs it. The secret lives in this process's memory for that
/// long; of what PostgreSQL says about such a statement only the SQLSTATE is passed on, for its words may quote the statement.</summary>
internal static class SourceSecret
{
    /// <summary>Returns the statement completed with the secret.</summary>
    public static async Task<string> CompleteAsync(OpenSession openSource, SecretStatement statement, CancellationToken cancellationToken)
    {
        await using var source = await openSource(SessionPurpose.Catalog, cancellationToken);
        await using var query = new NpgsqlCommand(statement.Query, source);
        return statement.Before + (await query.ExecuteScalarAsync(cancellationToken) as string) + statement.After;
    }

    public static async Task ExecuteAsync(Func<Task> statement)
    {
        try
        {
            await statement();
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
}
