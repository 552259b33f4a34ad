using ActorMigrate.Control.Plan;
using ActorMigrate.Control.Tasks;
using ActorMigrate.Postgres;
using Npgsql;

namespace ActorMigrate.Transfer.Copy;

/// <summary>A copy whose errors about too large a row name its place. The server names nothing but the memory that it could not have.
/// </summary>
public sealed class NamedRow(ITaskRunner copy, CopySessions sessions) : NamedFault(copy, sessions)
{
    // The sizes of these types' values stand beside the pointers to them, so that no value is read.
    private const string SizesSql = """
        SELECT pg_catalog.quote_ident(a.attname),
               CASE WHEN a.atttypid IN ('pg_catalog.text'::pg_catalog.regtype, 'pg_catalog.varchar'::pg_catalog.regtype,
                                        'pg_catalog.bpchar'::pg_catalog.regtype) THEN 1
                    WHEN a.atttypid = 'pg_catalog.bytea'::pg_catalog.regtype THEN 2
                    ELSE 0 END
          FROM pg_catalog.pg_attribute AS a
         WHERE a.attrelid = $1::pg_catalog.regclass AND a.attname = ANY ($2) AND a.attlen = -1
        """;

    /// <inheritdoc />
    private protected override bool IsOfKind(PostgresException error) => SqlStates.IsRowTooLarge(error);

    /// <inheritdoc />
    private protected override async Task<string?> FindAsync(
        CopySession session, CopyPayload payload, CancellationToken cancellationToken)
    {
        var sizes = await SizesAsync(session.Source, payload, cancellationToken);
        await using var find = session.Source.BatchOf(
            [
                $"SELECT ctid::text FROM ONLY {Identifier.Qualify(payload.Source)}{CopyStatement.Where(payload.Predicate)} "
                    + $"ORDER BY {string.Join(" + ", sizes.Prepend("0::int8"))} DESC LIMIT 1",
            ]);
        return await find.ExecuteScalarAsync(cancellationToken) is string place
            ? $"the largest row of the source's table is at ctid {place}"
            : null;
    }

    private static async Task<IReadOnlyList<string>> SizesAsync(
        NpgsqlConnection source, CopyPayload payload, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(SizesSql, source)
        {
            Parameters = { new() { Value = Identifier.Qualify(payload.Source) }, new() { Value = payload.Columns.ToArray() } },
        };
        return await command.ReadAllAsync(row => Size(row.GetString(0), row.GetInt32(1), payload.Binary), cancellationToken);
    }

    // The text of a byte has two digits.
    private static string Size(string column, int kind, bool binary) => kind switch
    {
        0 => $"coalesce(pg_column_size({column}), 0)",
        2 when !binary => $"coalesce(octet_length({column}), 0) * 2::int8",
        _ => $"coalesce(octet_length({column}), 0)",
    };
}
