using ActorMigrate.Catalog.Scope;
using ActorMigrate.Migration;
using ActorMigrate.Migration.Objects;
using ActorMigrate.Migration.Options;
using ActorMigrate.Postgres;
using Npgsql;
using NpgsqlTypes;

namespace ActorMigrate.Coordinator.Preflight;

/// <summary>Looks at the in-scope tables of the source: whether the role may read all of them in full, and whether any changed between
/// the snapshot and its locks.</summary>
internal static class SourceTables
{
    /// <summary>Returns the tables and the sequences of the scope that the role cannot read in
    /// full, with the grant that each needs.</summary>
    public static async Task<IReadOnlyList<Unreadable>> UnreadableAsync(
        NpgsqlConnection source, string role, MigrationScope scope, IReadOnlyList<ScopedTable> tables, CancellationToken cancellationToken)
    {
        var unreadable = await UnreadableTablesAsync(source, role, tables.Where(table => table.HasRows), cancellationToken);
        await using var sequences = Command(source, "readable-sequences.sql", tables);
        sequences.Parameters.Add(
            new NpgsqlParameter { Value = (object?)scope.SourceSchema ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text });
        sequences.Parameters.Add(new NpgsqlParameter { Value = scope.IncludeTables.Count == 0 });
        unreadable.AddRange(
            await sequences.ReadAllAsync(row => ExplainSequence(row.Name(0), role, row.GetBoolean(2)), cancellationToken));
        return unreadable;
    }

    /// <summary>Returns those of <paramref name="tables"/> that the role cannot read in full on either side, with the grant that each
    /// needs.</summary>
    public static async Task<List<Unreadable>> UnreadableTablesAsync(
        NpgsqlConnection session, string role, IEnumerable<ScopedTable> tables, CancellationToken cancellationToken)
    {
        await using var command = Command(session, "readable-tables.sql", tables);
        return await command.ReadAllAsync(row => Explain(row.Name(0), role, row), cancellationToken);
    }

    /// <summary>Returns how many large objects the role cannot read, and the first of them. Asked under the snapshot, which is where they
    /// are read later.</summary>
    public static async Task<(long Count, IReadOnlyList<uint> First)> UnreadableLargeObjectsAsync(
        NpgsqlConnection underSnapshot, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(SqlText.Load<Run>("unreadable-large-objects.sql"), underSnapshot);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return (reader.GetInt64(0), reader.GetFieldValue<uint[]>(1));
    }

    /// <summary>Returns the tables that were truncated, rewritten, altered or dropped since the snapshot; empty when it can be
    /// trusted.</summary>
    public static async Task<IReadOnlyList<QualifiedName>> ChangedAsync(
        NpgsqlConnection underSnapshot, NpgsqlConnection outside, IReadOnlyList<ScopedTable> tables, CancellationToken cancellationToken)
    {
        var reading = VersionsAsync(underSnapshot, tables, cancellationToken);
        var looking = VersionsAsync(outside, tables, cancellationToken);
        await Task.WhenAll(reading, looking);
        var (then, now) = (await reading, await looking);
        return [.. tables.Where(table => !now.TryGetValue(table.Oid, out var version) || then[table.Oid] != version)
            .Select(table => table.Name)];
    }

    /// <summary>Sorts tables in the order in which they are locked where the lock table has no room for all: the largest by the catalogs
    /// first, because a copy that takes long is most likely to meet a change.</summary>
    public static async Task<IReadOnlyList<ScopedTable>> LargestFirstAsync(
        NpgsqlConnection underSnapshot, IReadOnlyList<ScopedTable> tables, CancellationToken cancellationToken)
    {
        await using var command =
            new NpgsqlCommand("SELECT oid, relpages FROM pg_catalog.pg_class WHERE oid = ANY ($1) AND relpages > 0", underSnapshot)
            {
                Parameters = { OidsOf(tables) },
            };
        var found = await command.ReadAllAsync(row => (Oid: row.GetFieldValue<uint>(0), Pages: row.GetInt32(1)), cancellationToken);
        var pages = found.ToDictionary(table => table.Oid, table => table.Pages);
        return [.. tables.OrderByDescending(table => pages.GetValueOrDefault(table.Oid))];
    }

    private static Unreadable Explain(QualifiedName table, string role, NpgsqlDataReader row)
    {
        if (row.GetBoolean(2))
            return new Unreadable(table, ObjectKinds.Table, "no USAGE on its schema", Usage(table, role), false);
        if (row.GetBoolean(3))
            return new Unreadable(
                table, ObjectKinds.Table, "no SELECT on it",
                $"GRANT SELECT ON {Identifier.Qualify(table)} TO {Identifier.Quote(role)};", false);
        return new Unreadable(table, ObjectKinds.Table, "row security hides rows of it",
            "Use the tables' owner, where row security is not forced on it, or a role with BYPASSRLS.", true);
    }

    private static Unreadable ExplainSequence(QualifiedName sequence, string role, bool noUsage) => noUsage
        ? new Unreadable(sequence, ObjectKinds.Sequence, "no USAGE on its schema", Usage(sequence, role), false)
        : new Unreadable(sequence, ObjectKinds.Sequence, "no SELECT on it",
            $"GRANT SELECT ON SEQUENCE {Identifier.Qualify(sequence)} TO {Identifier.Quote(role)};", false);

    private static string Usage(QualifiedName name, string role) =>
        $"GRANT USAGE ON SCHEMA {Identifier.Quote(name.Schema)} TO {Identifier.Quote(role)};";

    private static async Task<Dictionary<uint, string>> VersionsAsync(
        NpgsqlConnection session, IReadOnlyList<ScopedTable> tables, CancellationToken cancellationToken)
    {
        await using var command = Command(session, "table-versions.sql", tables);
        var versions = await command.ReadAllAsync(row => (Oid: (uint)row.GetInt64(0), Version: row.GetString(1)), cancellationToken);
        return versions.ToDictionary(table => table.Oid, table => table.Version);
    }

    private static NpgsqlCommand Command(NpgsqlConnection session, string file, IEnumerable<ScopedTable> tables) =>
        new(SqlText.Load<Run>(file), session)
        {
            Parameters = { OidsOf(tables) },
        };

    private static NpgsqlParameter OidsOf(IEnumerable<ScopedTable> tables) =>
        new() { Value = tables.Select(table => table.Oid).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Oid };
}
