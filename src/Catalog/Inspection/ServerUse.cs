using ActorMigrate.Catalog.Reading;
using ActorMigrate.Migration;
using ActorMigrate.Postgres;
using Npgsql;

namespace ActorMigrate.Catalog.Inspection;

/// <summary>An object of users that names a relation's <paramref name="Column"/> or, where that is null, a function of the server itself.
/// </summary>
public sealed record ServerUse(string Object, string Schema, QualifiedName Used, string? Column)
{
    /// <summary>Reads a row of <c>server_uses.sql</c>.</summary>
    internal static ServerUse Read(NpgsqlDataReader row) => new(row.Text(0), row.Text(1), row.Name(2), row.TextOrNull(4));

    /// <summary>Returns those of <paramref name="uses"/> that the server of <paramref name="target"/> does not have. A function counts as
    /// there when one of its name is, since its arguments may have become more.</summary>
    public static async Task<IReadOnlyList<ServerUse>> MissingAsync(
        NpgsqlConnection target, IReadOnlyList<ServerUse> uses, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(uses);
        const string sql = """
            SELECT used.position::pg_catalog.int4
              FROM ROWS FROM (pg_catalog.unnest($1), pg_catalog.unnest($2), pg_catalog.unnest($3))
                   WITH ORDINALITY AS used (nspname, name, attname, position)
             WHERE NOT EXISTS (
                 SELECT FROM pg_catalog.pg_namespace AS n
                   LEFT JOIN pg_catalog.pg_class AS c ON c.relnamespace = n.oid AND c.relname = used.name
                   LEFT JOIN pg_catalog.pg_attribute AS a ON a.attrelid = c.oid AND a.attname = used.attname AND NOT a.attisdropped
                   LEFT JOIN pg_catalog.pg_proc AS f ON f.pronamespace = n.oid AND f.proname = used.name AND used.attname IS NULL
                  WHERE n.nspname = used.nspname AND (a.attnum IS NOT NULL OR f.oid IS NOT NULL))
            """;
        if (uses.Count == 0)
            return [];
        await using var command = new NpgsqlCommand(sql, target)
        {
            Parameters =
            {
                new NpgsqlParameter { Value = uses.Select(use => use.Used.Schema).ToArray() },
                new NpgsqlParameter { Value = uses.Select(use => use.Used.Name).ToArray() },
                new NpgsqlParameter { Value = uses.Select(use => use.Column).ToArray() },
            },
        };
        return [.. (await command.ReadAllAsync(row => row.GetInt32(0), cancellationToken)).Select(position => uses[position - 1])];
    }
}
