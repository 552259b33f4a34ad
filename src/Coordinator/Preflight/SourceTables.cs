using ActorMigrate.Catalog;
using ActorMigrate.Migration;
using ActorMigrate.Postgres;
using Npgsql;
using NpgsqlTypes;

namespace ActorMigrate.Coordinator.Preflight;

/// <summary>What must hold of the in-scope tables in the source: the role may read all of them in full, and none changed between the
/// snapshot and its locks.</summary>
internal static class SourceTables
{
    /// <summary>Refuses tables that the role cannot read in full, naming them and the grant that mends it.</summary>
    public static async Task RefuseUnreadableAsync(NpgsqlConnection source, string role, IReadOnlyList<ScopedTable> tables, CancellationToken cancellationToken)
    {
        var unreadable = new List<(QualifiedName Table, string Why, string Remedy)>();
        await using var command = Command(source, "readable-tables.sql", tables);
        await using (var reader = await command.ExecuteReaderAsync(cancellationToken))
        {
            while (await reader.ReadAsync(cancellationToken))
                unreadable.Add(Explain(new QualifiedName(reader.GetString(0), reader.GetString(1)), role, reader));
        }

        if (unreadable.Count == 0)
            return;
        var named = NameList.Of([.. unreadable.Select(table => $"{table.Table} ({table.Why})")], "; ");
        throw new RefusedException(
            $"The source's role {role} cannot read every table in full: {named}.",
            string.Join(" ", unreadable.Take(NameList.MostNamed).Select(table => table.Remedy).Distinct()));
    }

    /// <summary>Refuses large objects that the role cannot read. Asked under the snapshot, which is where they are read later.</summary>
    public static async Task RefuseUnreadableLargeObjectsAsync(NpgsqlConnection underSnapshot, string role, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(SqlText.Load<Run>("unreadable-large-objects.sql"), underSnapshot);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        var (count, first) = (reader.GetInt64(0), reader.GetFieldValue<uint[]>(1));
        if (count == 0)
            return;
        throw new RefusedException(
            $"The source's role {role} may not read {count} large object{(count > 1 ? "s" : "")}: {string.Join(", ", first)}{(count > first.Length ? ", …" : "")}.",
            $"GRANT SELECT ON LARGE OBJECT {string.Join(", ", first)} TO {Identifier.Quote(role)}; or migrate as a superuser.");
    }

    /// <summary>The tables that were truncated, rewritten, altered or dropped since the snapshot; empty when it can be trusted.</summary>
    public static async Task<IReadOnlyList<QualifiedName>> ChangedAsync(
        NpgsqlConnection underSnapshot, NpgsqlConnection outside, IReadOnlyList<ScopedTable> tables, CancellationToken cancellationToken)
    {
        var then = await VersionsAsync(underSnapshot, tables, cancellationToken);
        var now = await VersionsAsync(outside, tables, cancellationToken);
        return [.. tables.Where(table => !now.TryGetValue(table.Oid, out var version) || then[table.Oid] != version).Select(table => table.Name)];
    }

    /// <summary>In the order in which they are locked where the lock table has no room for all: the largest by the catalogs first, because
    /// a copy that takes long is most likely to meet a change.</summary>
    public static async Task<IReadOnlyList<ScopedTable>> LargestFirstAsync(
        NpgsqlConnection underSnapshot, IReadOnlyList<ScopedTable> tables, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("SELECT oid, relpages FROM pg_catalog.pg_class WHERE oid = ANY ($1) AND relpages > 0", underSnapshot)
        {
            Parameters = { OidsOf(tables) },
        };
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var pages = new Dictionary<uint, int>();
        while (await reader.ReadAsync(cancellationToken))
            pages.Add(reader.GetFieldValue<uint>(0), reader.GetInt32(1));
        return [.. tables.OrderByDescending(table => pages.GetValueOrDefault(table.Oid))];
    }

    private static (QualifiedName, string, string) Explain(QualifiedName table, string role, NpgsqlDataReader row)
    {
        if (row.GetBoolean(2))
            return (table, "no USAGE on its schema", $"GRANT USAGE ON SCHEMA {Identifier.Quote(table.Schema)} TO {Identifier.Quote(role)};");
        if (row.GetBoolean(3))
            return (table, "no SELECT on it", $"GRANT SELECT ON {Identifier.Qualify(table)} TO {Identifier.Quote(role)};");
        return (table, "row security hides rows of it", "Use the tables' owner or a role with BYPASSRLS.");
    }

    private static async Task<Dictionary<uint, string>> VersionsAsync(
        NpgsqlConnection session, IReadOnlyList<ScopedTable> tables, CancellationToken cancellationToken)
    {
        await using var command = Command(session, "table-versions.sql", tables);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var versions = new Dictionary<uint, string>(tables.Count);
        while (await reader.ReadAsync(cancellationToken))
            versions.Add((uint)reader.GetInt64(0), reader.GetString(1));
        return versions;
    }

    private static NpgsqlCommand Command(NpgsqlConnection session, string file, IEnumerable<ScopedTable> tables) =>
        new(SqlText.Load<Run>(file), session)
        {
            Parameters = { OidsOf(tables) },
        };

    private static NpgsqlParameter OidsOf(IEnumerable<ScopedTable> tables) =>
        new() { Value = tables.Select(table => table.Oid).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Oid };
}
