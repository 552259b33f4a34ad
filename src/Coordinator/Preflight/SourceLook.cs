using ActorMigrate.Catalog.Scope;
using ActorMigrate.Migration.Options;
using ActorMigrate.Postgres;
using ActorMigrate.Postgres.Session;
using Npgsql;
using NpgsqlTypes;

namespace ActorMigrate.Coordinator.Preflight;

/// <summary>Reads what the checks of the source's objects need. Takes no lock on any of them, and waits for nobody.</summary>
internal static class SourceLook
{
    /// <summary>Looks at <paramref name="tables"/>, what of privileges and locks is of now in <paramref name="outside"/> and the rest in
    /// <paramref name="underSnapshot"/>; both may be one session.</summary>
    public static async Task<SourceSeen> SeeAsync(
        NpgsqlConnection underSnapshot, NpgsqlConnection outside, string role, MigrationScope scope, IReadOnlyList<ScopedTable> tables,
        CancellationToken cancellationToken)
    {
        var inSnapshot = UnderSnapshotAsync(underSnapshot, scope, tables, cancellationToken);
        if (underSnapshot == outside)
            await inSnapshot;
        var ofNow = OfNowAsync(outside, role, scope, tables, cancellationToken);
        await Task.WhenAll(inSnapshot, ofNow);
        var (unreadable, holders) = await ofNow;
        return await inSnapshot with { Unreadable = unreadable, Holders = holders };
    }

    private static async Task<SourceSeen> UnderSnapshotAsync(
        NpgsqlConnection session, MigrationScope scope, IReadOnlyList<ScopedTable> tables, CancellationToken cancellationToken)
    {
        var (bytes, unlogged) = await EstimatesAsync(session, tables, cancellationToken);
        return new SourceSeen(tables)
        {
            LargeObjects = scope.IsWholeDatabase ? await SourceTables.UnreadableLargeObjectsAsync(session, cancellationToken) : (0, []),
            Unlogged = unlogged,
            Bytes = bytes,
            Collations = await CollationsAsync(session, "used-collations.sql", null, cancellationToken),
        };
    }

    private static async Task<(IReadOnlyList<Unreadable> Unreadable, IReadOnlyList<LockHolder> Holders)> OfNowAsync(
        NpgsqlConnection session, string role, MigrationScope scope, IReadOnlyList<ScopedTable> tables,
        CancellationToken cancellationToken) => (
        await SourceTables.UnreadableAsync(session, role, scope, tables, cancellationToken),
        await LockBlockers.OnAsync(
            session, [.. tables.Select(table => table.Name)], LockBlockers.AgainstReading, cancellationToken));

    /// <summary>Returns the collations that <paramref name="file"/> selects.</summary>
    public static async Task<IReadOnlyList<CollationSeen>> CollationsAsync(
        NpgsqlConnection session, string file, string[]? names, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(SqlText.Load<Run>(file), session);
        if (names is not null)
            command.Parameters.Add(new NpgsqlParameter { Value = names });
        return await command.ReadAllAsync(
            row => new CollationSeen(row.GetString(0), row.TextOrNull(1), row.TextOrNull(2), row.GetBoolean(3)), cancellationToken);
    }

    private static async Task<(long Bytes, IReadOnlyList<string> Unlogged)> EstimatesAsync(
        NpgsqlConnection session, IReadOnlyList<ScopedTable> tables, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(SqlText.Load<Run>("source-estimates.sql"), session)
        {
            Parameters = { new NpgsqlParameter
                { Value = tables.Select(table => table.Oid).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Oid } },
        };
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        await row.ReadAsync(cancellationToken);
        return (row.GetInt64(0), row.GetFieldValue<string[]>(1));
    }
}
