using ActorMigrate.Catalog.Reading;
using ActorMigrate.Catalog.Tables;
using ActorMigrate.Postgres;
using Npgsql;

namespace ActorMigrate.Catalog.Types;

/// <summary>Reads the enums, domains, composite types and ranges that users made.</summary>
internal static class TypeReader
{
    public static async Task<IReadOnlyList<UserType>> ReadAsync(CatalogSession session, CancellationToken ct)
    {
        var batch = new CatalogBatch(session);
        var rows = batch.Read("types.sql", TypeRow.Read);
        var constraints = batch.Read("domain_constraints.sql", ReadConstraint);
        var ranges = batch.Read("ranges.sql", ReadRange);
        await batch.RunAsync(ct);
        var checks = constraints.ToLookup(check => check.Domain);
        var relations = rows.Where(row => row.Kind == 'c').Select(row => row.Relation).ToArray();
        var columns = await ColumnReader.ReadAsync(session, relations, ct);
        return [.. rows.Select(row => row.ToType(columns, checks)), .. ranges];
    }

    private static DomainConstraint ReadConstraint(NpgsqlDataReader row) =>
        new(row.Oid(0), row.Oid(1), row.Text(2), row.Letter(3) == 'n', row.Text(4), row.Flag(5));

    private static UserType ReadRange(NpgsqlDataReader row) => new RangeType
    {
        Oid = row.Oid(0),
        Name = row.Name(1),
        ArrayOid = row.Oid(3),
        Subtype = row.Text(4),
        OperatorClass = row.Flag(7) ? null : row.Name(5),
        Collation = row.NameOrNull(8),
        Canonical = row.TextOrNull(10) is { } function ? new CanonicalFunction(row.Oid(16), function) : null,
        SubtypeDiff = row.TextOrNull(11),
        Multirange = row.NameOrNull(13) is { } name ? new Multirange(row.Oid(12), name, row.Oid(15)) : null,
    };
}
