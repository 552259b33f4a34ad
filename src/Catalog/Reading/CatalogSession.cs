using ActorMigrate.Migration;
using ActorMigrate.Migration.Failures;
using ActorMigrate.Postgres;
using Npgsql;

namespace ActorMigrate.Catalog.Reading;

/// <summary>Runs the catalog queries on a connection that is inside the snapshot's transaction. Deparsed text depends on
/// <c>search_path</c>. The path is <c>pg_catalog</c> alone, so that all other names are qualified; or it begins with the schema that is
/// renamed, so that only names of this schema are unqualified, and are resolved by the target's path.</summary>
internal sealed class CatalogSession
{
    private readonly NpgsqlConnection connection;
    private IReadOnlyList<string> opening;

    private CatalogSession(NpgsqlConnection connection, IReadOnlyList<string> opening) =>
        (this.connection, this.opening) = (connection, opening);

    /// <summary>Sends nothing yet: what the queries need is set in the first one's message.</summary>
    public static CatalogSession Begin(NpgsqlConnection connection, string searchPath) => new(
        connection,
        ["SAVEPOINT catalog", $"SET LOCAL search_path = {searchPath}", "SET LOCAL quote_all_identifiers = off"]);

    /// <summary>Takes back the settings and the locks that deparsing took.</summary>
    public async Task EndAsync(CancellationToken ct)
    {
        if (opening.Count > 0)
            return;
        await using var batch = connection.BatchOf(["ROLLBACK TO SAVEPOINT catalog", "RELEASE SAVEPOINT catalog"]);
        await batch.ExecuteNonQueryAsync(ct);
    }

    /// <summary>Runs the embedded query <paramref name="file"/>; its parameters are arrays of oid or text.</summary>
    public Task<List<T>> ReadAsync<T>(string file, Func<NpgsqlDataReader, T> read, CancellationToken ct, params Array[] parameters) =>
        QueryAsync(SqlText.Load<CatalogSession>(file), read, ct, parameters);

    /// <summary>Runs <paramref name="sql"/> in one round trip, as <see cref="CatalogBatch"/> does with many.</summary>
    public Task<List<T>> QueryAsync<T>(string sql, Func<NpgsqlDataReader, T> read, CancellationToken ct, params Array[] parameters)
    {
        var batch = new CatalogBatch(this);
        var rows = batch.Query(sql, read, parameters);
        return Rows.FilledAsync(rows, batch.RunAsync(ct));
    }

    /// <summary>Runs <paramref name="batch"/>, and reads each of its results by the next of <paramref name="readers"/>.</summary>
    public async Task RunAsync(
        NpgsqlBatch batch, IEnumerable<Func<NpgsqlDataReader, CancellationToken, Task>> readers, CancellationToken ct)
    {
        (batch.Connection, batch.Timeout) = (connection, 0);
        foreach (var (place, statement) in opening.Index())
            batch.BatchCommands.Insert(place, new NpgsqlBatchCommand(statement));
        opening = [];
        try
        {
            await using var reader = await batch.ExecuteReaderAsync(ct);
            foreach (var read in readers)
            {
                await read(reader, ct);
                // The statements after a query may fail, too.
                await reader.NextResultAsync(ct);
            }
        }
        catch (PostgresException error)
            when (error.SqlState is PostgresErrorCodes.CharacterNotInRepertoire or PostgresErrorCodes.UntranslatableCharacter)
        {
            await using var back = connection.BatchOf(["ROLLBACK TO SAVEPOINT catalog"]);
            await back.ExecuteNonQueryAsync(ct);
            throw Unreadable(error, await UnreadableTexts.FindAsync(connection, ct));
        }
    }

    private RefusedException Unreadable(PostgresException error, IReadOnlyList<string> objects)
    {
        var encoding = connection.PostgresParameters["server_encoding"];
        var what = objects.Count == 0 ? "a name, a comment, a default or another definition" : NameList.Of(objects, "; ");
        return new RefusedException(
            $"Names, comments or definitions in database {connection.Database} hold bytes that cannot be read as UTF-8: {what}. The "
                + $"database's encoding is {encoding}: {error.MessageText}.",
            "Rename or correct them there, in a session with SET client_encoding = 'SQL_ASCII'; or move this database with pg_dump and "
                + "pg_restore, into a target of the encoding SQL_ASCII.",
            error);
    }
}
