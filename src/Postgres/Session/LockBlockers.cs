using ActorMigrate.Migration;
using ActorMigrate.Migration.Failures;
using Npgsql;
using NpgsqlTypes;

namespace ActorMigrate.Postgres.Session;

/// <summary>Finds the sessions and prepared transactions that keep a lock from others. <c>pg_blocking_pids</c> cannot tell: its answer is
/// gone once the waiting has timed out.</summary>
public static class LockBlockers
{
    private static readonly string Query = SqlText.Load(typeof(LockBlockers).Assembly, "LockBlockers.sql");

    /// <summary>The modes that keep others from reading a table.</summary>
    public static IReadOnlyList<string> AgainstReading { get; } = ["AccessExclusiveLock"];

    /// <summary>The modes that keep others from writing to a table.</summary>
    public static IReadOnlyList<string> AgainstWriting { get; } =
        [.. AgainstReading, "ExclusiveLock", "ShareRowExclusiveLock", "ShareLock"];

    /// <summary>The modes that keep others from emptying or dropping a table: all.</summary>
    public static IReadOnlyList<string> AgainstEmptying { get; } =
        [.. AgainstWriting, "ShareUpdateExclusiveLock", "RowExclusiveLock", "RowShareLock", "AccessShareLock"];

    /// <summary>Returns the first twenty that hold a lock of one of the <paramref name="modes"/> on any of <paramref name="tables"/>, or
    /// wait for it. Waits for nobody.</summary>
    public static async Task<IReadOnlyList<LockHolder>> OnAsync(
        NpgsqlConnection connection, IReadOnlyCollection<QualifiedName> tables, IReadOnlyList<string> modes,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(tables);
        return await FindAsync(connection, tables, modes, "", cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Returns the failure <paramref name="cause"/> with those named who may have been in the way, on any of the databases.
    /// A failure that is not about a lock is returned as it is.</summary>
    public static async Task<Exception> ExplainAsync(Exception cause, IEnumerable<Database> databases, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(databases);
        if (cause is not PostgresException { SqlState: PostgresErrorCodes.LockNotAvailable } waited)
            return cause;
        var found = new List<LockHolder>();
        foreach (var database in databases)
            found.AddRange(await FindAsync(database, cancellationToken).ConfigureAwait(false));
        var who = found.Count > 0 ? LockHolder.Join(found) : "no session is seen to hold it now";
        return new ServerFailureException(
            new Failure(FailureClass.Transient, waited.SqlState, $"A lock was not granted in time ({waited.MessageText}): {who}.",
                LockHolder.Remedy(found)), cause);
    }

    private static async Task<IReadOnlyList<LockHolder>> FindAsync(Database database, CancellationToken cancellationToken)
    {
        try
        {
            await using var session = await database.OpenAsync(SessionPurpose.Preflight, cancellationToken).ConfigureAwait(false);
            return await FindAsync(session, null, AgainstReading, $"in the {database.Connection.Role} ", cancellationToken)
                .ConfigureAwait(false);
        }
        catch (Exception silent) when (silent is NpgsqlException or IOException or RefusedException)
        {
            return [];
        }
    }

    private static async Task<List<LockHolder>> FindAsync(
        NpgsqlConnection connection, IReadOnlyCollection<QualifiedName>? tables, IReadOnlyList<string> modes, string side,
        CancellationToken cancellationToken)
    {
        using var command = new NpgsqlCommand(Query, connection)
        {
            Parameters =
            {
                Names(tables, table => table.Schema), Names(tables, table => table.Name), new NpgsqlParameter { Value = modes.ToArray() },
            },
        };
        return await command.ReadAllAsync(row => LockHolder.Read(row, side), cancellationToken).ConfigureAwait(false);
    }

    private static NpgsqlParameter Names(IReadOnlyCollection<QualifiedName>? tables, Func<QualifiedName, string> part) => new()
    {
        Value = (object?)tables?.Select(part).ToArray() ?? DBNull.Value,
        NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text,
    };
}
