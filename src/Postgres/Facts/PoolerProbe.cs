using System.Globalization;
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

    /// <summary>Probes with two sessions of one database that have nothing else to do meanwhile. <paramref name="other"/> is left in a
    /// transaction.</summary>
    public static async Task<PoolerKind> ProbeAsync(NpgsqlConnection one, NpgsqlConnection other, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(one);
        ArgumentNullException.ThrowIfNull(other);
        var mark = Guid.NewGuid().ToString("N", CultureInfo.InvariantCulture);
        var setting = Literal.Quote(Mark);
        var (backend, _) = await AskAsync(one, "", $"pg_catalog.set_config({setting}, {Literal.Quote(mark)}, false)", cancellationToken)
            .ConfigureAwait(false);
        // The other connection keeps a transaction open, and with it a backend; poolers give it the one that was used last, which is ours.
        var (otherBackend, leaked) = await AskAsync(other, "BEGIN", $"pg_catalog.current_setting({setting}, true)", cancellationToken)
            .ConfigureAwait(false);
        var (now, kept) = await AskAsync(one, "", $"pg_catalog.current_setting({setting}, true)", cancellationToken).ConfigureAwait(false);
        // Two connections that are open at once cannot have one backend, unless it is lent out statement by statement.
        if (backend == otherBackend || leaked == mark || kept != mark || now != backend)
            return PoolerKind.Transaction;
        return one.ProcessID == backend && other.ProcessID == otherBackend ? PoolerKind.None : PoolerKind.Session;
    }

    /// <summary>Runs <paramref name="before"/>, unless it is empty, and asks for the backend's process id and for a text, in one round
    /// trip.</summary>
    private static async Task<(int Backend, string? Text)> AskAsync(
        NpgsqlConnection connection, string before, string text, CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch(connection);
        if (before.Length > 0)
            batch.BatchCommands.Add(new NpgsqlBatchCommand(before));
        batch.BatchCommands.Add(new NpgsqlBatchCommand($"SELECT pg_catalog.pg_backend_pid(), {text}"));
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
        return (reader.GetInt32(0), await reader.IsDBNullAsync(1, cancellationToken).ConfigureAwait(false) ? null : reader.GetString(1));
    }
}
