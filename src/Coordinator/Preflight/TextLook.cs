using ActorMigrate.Catalog.Scope;
using ActorMigrate.Migration;
using ActorMigrate.Postgres;
using ActorMigrate.Postgres.Facts;
using Npgsql;
using NpgsqlTypes;

namespace ActorMigrate.Coordinator.Preflight;

/// <summary>Looks for values of the source that the target's encoding cannot hold: bytes of a SQL_ASCII database, which are of any
/// encoding, and characters that the target's encoding lacks. It reads all rows, and has the server send them in the target's encoding.
/// COPY of a table is not planned, so that no function of users runs.</summary>
internal static class TextLook
{
    private const int BufferSize = 1 << 16;

    /// <summary>Tells whether there may be such values.</summary>
    public static bool IsNeeded(string source, string target) => source != target
        && target != DatabaseEncoding.SqlAscii && (source == DatabaseEncoding.SqlAscii || target != DatabaseEncoding.Utf8);

    /// <summary>Returns a finding for each table with such values, with their columns.</summary>
    public static async Task<IReadOnlyList<CheckFinding>> SeeAsync(
        NpgsqlConnection source, string targetEncoding, IReadOnlyList<ScopedTable> tables, CancellationToken cancellationToken)
    {
        var found = new List<CheckFinding>();
        var columns = await ColumnsAsync(source, tables, cancellationToken);
        if (!await SpeakAsync(source, targetEncoding, cancellationToken))
            return found;
        foreach (var (table, names) in columns)
        {
            if (await FaultAsync(source, table, names, cancellationToken) is not { } fault)
                continue;
            var faulty = new List<string>();
            foreach (var name in names)
            {
                if (names.Length == 1 || await FaultAsync(source, table, [name], cancellationToken) is not null)
                    faulty.Add(name);
            }

            found.Add(CheckFinding.Fail(
                $"table {table}",
                $"The target's encoding {targetEncoding} cannot hold values of the "
                    + $"column{(faulty.Count > 1 ? "s" : "")} {NameList.Of(faulty)} of {table}: {fault}.",
                "Correct these values in the source, or migrate into a database of the source's encoding: CREATE DATABASE … "
                    + "TEMPLATE template0 ENCODING …"));
        }

        await SpeakAsync(source, DatabaseEncoding.Utf8, cancellationToken);
        return found;
    }

    private static async Task<List<(QualifiedName Table, string[] Columns)>> ColumnsAsync(
        NpgsqlConnection source, IReadOnlyList<ScopedTable> tables, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(SqlText.Load<Run>("text-columns.sql"), source)
        {
            Parameters = { new NpgsqlParameter { Value = tables.Where(table => table.HasRows).Select(table => table.Oid)
                .ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Oid } },
        };
        return await command.ReadAllAsync(row => (row.Name(0), row.GetFieldValue<string[]>(2)), cancellationToken);
    }

    /// <summary>Has the server send text in <paramref name="encoding"/>; false where it has no conversion to that.</summary>
    private static async Task<bool> SpeakAsync(NpgsqlConnection source, string encoding, CancellationToken cancellationToken) =>
        await WithinAsync(source, $"SET LOCAL client_encoding = {Literal.Quote(encoding)}", cancellationToken) is null;

    // Returns the server's message about a value that it cannot send, or null. Other checks tell of tables that the role cannot read.
    private static async Task<string?> FaultAsync(
        NpgsqlConnection source, QualifiedName table, string[] columns, CancellationToken cancellationToken)
    {
        var copy = $"COPY {Identifier.Qualify(table)} ({string.Join(", ", columns.Select(Identifier.Quote))}) TO STDOUT (FORMAT binary)";
        var fault = await WithinAsync(source, copy, cancellationToken);
        return fault is { SqlState: PostgresErrorCodes.CharacterNotInRepertoire or PostgresErrorCodes.UntranslatableCharacter }
            ? fault.MessageText
            : null;
    }

    /// <summary>Runs a statement under a savepoint and returns its error, or null.</summary>
    private static async Task<PostgresException?> WithinAsync(
        NpgsqlConnection source, string statement, CancellationToken cancellationToken)
    {
        await ExecuteAsync(source, "SAVEPOINT look", cancellationToken);
        try
        {
            if (statement.StartsWith("COPY ", StringComparison.Ordinal))
                await DiscardAsync(source, statement, cancellationToken);
            else
                await ExecuteAsync(source, statement, cancellationToken);
            await ExecuteAsync(source, "RELEASE SAVEPOINT look", cancellationToken);
            return null;
        }
        catch (PostgresException failed)
        {
            await ExecuteAsync(source, "ROLLBACK TO SAVEPOINT look", cancellationToken);
            return failed;
        }
    }

    private static async Task DiscardAsync(NpgsqlConnection source, string copy, CancellationToken cancellationToken)
    {
        await using var rows = await source.BeginRawBinaryCopyAsync(copy, cancellationToken);
        var buffer = new byte[BufferSize];
        while (await rows.ReadAsync(buffer, cancellationToken) > 0)
        {
        }
    }

    private static async Task ExecuteAsync(NpgsqlConnection source, string statement, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(statement, source);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
