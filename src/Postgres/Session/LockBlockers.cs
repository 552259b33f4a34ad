using ActorMigrate.Migration;
using Npgsql;

namespace ActorMigrate.Postgres.Session;

/// <summary>Explains that a session has waited too long for a lock: by the time it is told,
/// pg_blocking_pids has no answer any more.</summary>
public static class LockBlockers
{
    private static readonly string Query = SqlText.Load(typeof(LockBlockers).Assembly, "LockBlockers.sql");

    /// <summary>The failure <paramref name="cause"/> with those named who may have been in the way, on any of the databases.
    /// One that is not about a lock stays as it is.</summary>
    public static async Task<Exception> ExplainAsync(Exception cause, IEnumerable<Database> databases, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(databases);
        if (cause is not PostgresException { SqlState: PostgresErrorCodes.LockNotAvailable } waited)
            return cause;
        var found = new List<LockHolder>();
        foreach (var database in databases)
            found.AddRange(await FindAsync(database, cancellationToken).ConfigureAwait(false));
        var who = found.Count > 0 ? string.Join("; ", found.Select(holder => holder.Words)) : "no session is to be seen that holds it now";
        return new ServerFailureException(
            new Failure(FailureClass.Transient, waited.SqlState, $"A lock was waited for in vain ({waited.MessageText}): {who}.",
                LockHolder.Remedy(found)), cause);
    }

    private static async Task<IReadOnlyList<LockHolder>> FindAsync(Database database, CancellationToken cancellationToken)
    {
        try
        {
            await using var session = await database.OpenAsync(SessionPurpose.Preflight, cancellationToken).ConfigureAwait(false);
            using var command = new NpgsqlCommand(Query, session);
            await using var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            var found = new List<LockHolder>();
            while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
                found.Add(Holder(reader, $"in the {database.Connection.Role} "));
            return found;
        }
        catch (Exception silent) when (silent is NpgsqlException or IOException or RefusedException)
        {
            return [];
        }
    }

    private static LockHolder Holder(NpgsqlDataReader row, string side) => LockHolder.Of(
        row.GetString(0), row.IsDBNull(6) ? null : row.GetString(6), row.IsDBNull(1) ? 0 : row.GetInt32(1),
        $"{row.GetString(2)}, {row.GetString(3)}", row.GetBoolean(4), row.GetString(5), side);
}
