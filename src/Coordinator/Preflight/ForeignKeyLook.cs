using ActorMigrate.Catalog.Scope;
using ActorMigrate.Migration;
using ActorMigrate.Postgres;
using Npgsql;
using NpgsqlTypes;

namespace ActorMigrate.Coordinator.Preflight;

/// <summary>Looks for rows of the source that violate its foreign keys, as rows do that were written while triggers were off: the target
/// refuses such a key. It reads all rows of the tables with keys.</summary>
internal static class ForeignKeyLook
{
    private sealed record Key(
        QualifiedName Table, string Name, QualifiedName Referenced, string[] Columns, string[] Others, string[] Operators)
    {
        /// <summary>Returns the sides as FROM names them: a parent that is not partitioned without its children.</summary>
        public required (string Here, string There) Read { get; init; }

        /// <summary>Functions of users might run.</summary>
        public required bool IsOpen { get; init; }
    }

    /// <summary>Returns what was found, key by key.</summary>
    public static async Task<IReadOnlyList<CheckFinding>> SeeAsync(
        NpgsqlConnection source, IReadOnlyList<ScopedTable> tables, CancellationToken cancellationToken)
    {
        var found = new List<CheckFinding>();
        foreach (var key in await KeysAsync(source, tables, cancellationToken))
        {
            if (key.IsOpen)
            {
                found.Add(CheckFinding.Warn(
                    $"{key.Table} {key.Name}",
                    $"The foreign key {key.Name} of {key.Table} was not checked: an index, statistics or a partition key of its tables "
                        + "may call functions of users, which would run as the superuser that checks.",
                    "Check with a role that is not a superuser."));
            }
            else if (await IsViolatedAsync(source, key, cancellationToken))
            {
                found.Add(CheckFinding.Fail(
                    $"{key.Table} {key.Name}",
                    $"Rows of {key.Table} violate the foreign key {key.Name} in the source: nothing in {key.Referenced} has their "
                        + $"{string.Join(", ", key.Columns)}. The target would refuse the key.",
                    "Correct or delete these rows in the source, or leave foreign keys out: --skip foreign-key."));
            }
        }

        return found;
    }

    private static async Task<List<Key>> KeysAsync(
        NpgsqlConnection source, IReadOnlyList<ScopedTable> tables, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(SqlText.Load<Run>("source-foreign-keys.sql"), source)
        {
            Parameters = { new NpgsqlParameter
                { Value = tables.Select(table => table.Oid).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Oid } },
        };
        return await command.ReadAllAsync(KeyOf, cancellationToken);
    }

    private static Key KeyOf(NpgsqlDataReader row)
    {
        var (table, referenced) = (row.Name(0), row.Name(3));
        return new Key(table, row.GetString(2), referenced, row.GetFieldValue<string[]>(5), row.GetFieldValue<string[]>(6),
            row.GetFieldValue<string[]>(7))
        {
            Read = (Side(table, row.GetBoolean(8)), Side(referenced, row.GetBoolean(9))),
            IsOpen = row.GetBoolean(10),
        };
    }

    private static string Side(QualifiedName table, bool isPartitioned) => (isPartitioned ? "" : "ONLY ") + Identifier.Qualify(table);

    // As the server checks a new key (ri_triggers.c, RI_Initial_Check): a row with a null in it refers to nothing.
    private static async Task<bool> IsViolatedAsync(NpgsqlConnection source, Key key, CancellationToken cancellationToken)
    {
        var pairs = key.Columns.Zip(key.Others, key.Operators);
        var joined = string.Join(
            " AND ", pairs.Select(pair => $"there.{Identifier.Quote(pair.Second)} {pair.Third} here.{Identifier.Quote(pair.First)}"));
        var set = string.Join(" AND ", key.Columns.Select(column => $"here.{Identifier.Quote(column)} IS NOT NULL"));
        var sql =
            $"SELECT EXISTS (SELECT FROM {key.Read.Here} AS here WHERE {set} AND NOT EXISTS (SELECT FROM "
                + $"{key.Read.There} AS there WHERE {joined}))";
        await using var command = new NpgsqlCommand(sql, source) { CommandTimeout = 0 };
        return (bool)(await command.ExecuteScalarAsync(cancellationToken))!;
    }
}
