using ActorMigrate.Catalog.Reading;
using ActorMigrate.Postgres;
using Npgsql;

namespace ActorMigrate.Catalog.Tables;

/// <summary>Reads the columns of tables and composite types.</summary>
internal static class ColumnReader
{
    public static async Task<ILookup<uint, Column>> ReadAsync(CatalogSession session, uint[] relations, CancellationToken ct)
    {
        var batch = new CatalogBatch(session);
        var found = Add(batch, relations);
        if (relations.Length > 0)
            await batch.RunAsync(ct);
        return found.ToLookup(one => one.Relation, one => one.Column);
    }

    /// <summary>Adds the query to <paramref name="batch"/>; returns the list that the batch fills.</summary>
    public static List<(uint Relation, Column Column)> Add(CatalogBatch batch, uint[] relations) =>
        batch.Read("columns.sql", row => (Relation: row.Oid(0), Column: Read(row)), relations);

    private static Column Read(NpgsqlDataReader row) => new()
    {
        Number = row.GetInt16(1),
        Name = row.Text(2),
        TypeName = row.Text(3),
        TypeOid = row.Oid(4),
        IsNotNull = row.Flag(5),
        Generated = row.Text(6) switch { "s" => Generation.Stored, "v" => Generation.Virtual, _ => Generation.None },
        Identity = row.Text(7) switch { "a" => IdentityKind.Always, "d" => IdentityKind.ByDefault, _ => IdentityKind.None },
        Storage = row.LetterOrNull(8),
        Compression = row.LetterOrNull(9),
        StatisticsTarget = row.ValueOrNull<int>(10),
        Options = row.Array<string>(11),
        Collation = row.NameOrNull(12),
        ForeignOptions = row.Array<string>(22),
        IsLocal = row.Flag(14),
        Default = row.TextOrNull(16) is { } expression ? new ColumnDefault(row.Oid(15), expression) : null,
        NotNull = row.TextOrNull(18) is { } name
            ? new NotNullConstraint(row.Oid(17), name, row.Flag(19), row.Flag(20), row.Flag(21))
            : null,
    };
}
