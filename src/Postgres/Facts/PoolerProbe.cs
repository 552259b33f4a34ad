using System.Globalization;
using ActorMigrate.Postgres.Session;
using Npgsql;

namespace ActorMigrate.Postgres.Facts;

/// <summary>The kinds of poolers that may stand between this process and the server.</summary>
public enum PoolerKind
{
    /// <summary>Nothing that shows: the backend is the one that answered the connect.</summary>
    None,

    /// <summary>Something that hands out backends, one a connection as far as could be seen.</summary>
    Session,

    /// <summary>A pooler that changes backends between transactions. A snapshot, session settings and locks get lost through it.</summary>
    Transaction,
}

/// <summary>Finds out whether a connection goes through a pooler, by what poolers do and not by their names: the process id that the
/// connect reported is not the backend's, the backend changes between transactions, or a setting
/// made on one connection shows on another.</summary>
public static class PoolerProbe
{
    private const string Mark = "actormigrate.probe";

    /// <summary>Probes with two connections of their own.</summary>
    public static async Task<PoolerKind> ProbeAsync(Database database, CancellationToken cancellationToken)
    {
        await using var one = await database.OpenAsync(SessionPurpose.Preflight, cancellationToken).ConfigureAwait(false);
        await using var other = await database.OpenAsync(SessionPurpose.Preflight, cancellationToken).ConfigureAwait(false);
        var backend = await BackendAsync(one, cancellationToken).ConfigureAwait(false);
        var otherBackend = await BackendAsync(other, cancellationToken).ConfigureAwait(false);
        // Two connections that are open at once cannot have one backend, unless it is lent out statement by statement.
        if (backend == otherBackend || await LosesItsPlaceAsync(one, other, backend, cancellationToken).ConfigureAwait(false))
            return PoolerKind.Transaction;
        return one.ProcessID == backend && other.ProcessID == otherBackend ? PoolerKind.None : PoolerKind.Session;
    }

    // The other connection keeps a transaction open, and with it a backend; poolers give it the one that was used last, which is ours.
    private static async Task<bool> LosesItsPlaceAsync(
        NpgsqlConnection one, NpgsqlConnection other, int backend, CancellationToken cancellationToken)
    {
        var mark = Guid.NewGuid().ToString("N", CultureInfo.InvariantCulture);
        await ScalarAsync(one, $"SELECT pg_catalog.set_config({Literal.Quote(Mark)}, {Literal.Quote(mark)}, false)", cancellationToken)
            .ConfigureAwait(false);
        await ScalarAsync(other, "BEGIN", cancellationToken).ConfigureAwait(false);
        var leaked = Equals(await ScalarAsync(other, $"SELECT pg_catalog.current_setting({Literal.Quote(Mark)}, true)", cancellationToken)
            .ConfigureAwait(false), mark);
        var kept = Equals(await ScalarAsync(one, $"SELECT pg_catalog.current_setting({Literal.Quote(Mark)}, true)", cancellationToken)
            .ConfigureAwait(false), mark);
        var moved = await BackendAsync(one, cancellationToken).ConfigureAwait(false) != backend;
        await ScalarAsync(other, "ROLLBACK", cancellationToken).ConfigureAwait(false);
        return leaked || !kept || moved;
    }

    private static async Task<int> BackendAsync(NpgsqlConnection connection, CancellationToken cancellationToken) =>
        (int)(await ScalarAsync(connection, "SELECT pg_catalog.pg_backend_pid()", cancellationToken).ConfigureAwait(false))!;

    private static async Task<object?> ScalarAsync(NpgsqlConnection connection, string statement, CancellationToken cancellationToken)
    {
        using var command = new NpgsqlCommand(statement, connection);
        return await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false);
    }
}
