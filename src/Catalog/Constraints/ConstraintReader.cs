using ActorMigrate.Catalog.Reading;
using ActorMigrate.Postgres;
using Npgsql;

namespace ActorMigrate.Catalog.Constraints;

/// <summary>Reads the constraints of tables.</summary>
internal static class ConstraintReader
{
    /// <summary>Adds the query to <paramref name="batch"/>; returns the list that the batch fills.</summary>
    public static List<Constraint> Add(CatalogBatch batch, uint[] tables) => batch.Read("constraints.sql", Read, tables);

    private static Constraint Read(NpgsqlDataReader row) => new()
    {
        Oid = row.Oid(0),
        Table = row.Oid(1),
        Name = row.Text(2),
        Kind = (ConstraintKind)row.Letter(3),
        Definition = row.Text(4),
        IsValid = row.Flag(5),
        IsLocal = row.Flag(6),
        NoInherit = row.Flag(7),
        IsDeferrable = row.Flag(8),
        IsDeferred = row.Flag(9),
        Parent = row.Oid(10),
        ReferencedTable = row.Oid(11),
        ReferencedIndex = row.Oid(11) != 0 ? row.Oid(13) : 0,
        Columns = row.Array<short>(12),
        Index = row.TextOrNull(14) is { } index
            ? new ConstraintIndex(
                row.Oid(13), index, row.Array<string>(15), row.Oid(16), row.Flag(17), row.Flag(18), row.TextOrNull(19), row.Flag(20))
            : null,
    };
}
