using ActorMigrate.Catalog.Constraints;
using ActorMigrate.Catalog.Copying;
using ActorMigrate.Catalog.Foreign;
using ActorMigrate.Catalog.Indexes;
using ActorMigrate.Catalog.Reading;
using ActorMigrate.Catalog.Scope;
using ActorMigrate.Migration;
using ActorMigrate.Migration.Planning;
using ActorMigrate.Postgres;
using Npgsql;

namespace ActorMigrate.Catalog.Tables;

/// <summary>Reads the in-scope tables with everything that belongs to each.</summary>
internal sealed class TableReader
{
    private const int FirstVersionWithTidRangeScan = 140000;

    private readonly Dictionary<uint, TableSize> sizes;
    private readonly Dictionary<uint, ColumnType> types;
    private readonly ILookup<uint, Column> columns;
    private readonly ILookup<uint, uint> parents;
    private readonly ILookup<uint, Constraint> constraints;
    private readonly ILookup<uint, TableIndex> indexes;
    private readonly Dictionary<uint, Placement> placements;
    private readonly HashSet<uint> comingAlong;
    private readonly int serverVersion;

    private TableReader(
        int serverVersion, IEnumerable<Relation> scope, List<TableSize> sizes, List<ColumnType> types, ILookup<uint, Column> columns,
        ILookup<uint, uint> parents,
        ILookup<uint, Constraint> constraints, ILookup<uint, TableIndex> indexes, Dictionary<uint, Placement> placements)
    {
        this.placements = placements;
        this.serverVersion = serverVersion;
        comingAlong = scope.Where(relation => relation.ComesAlong).Select(relation => relation.Oid).ToHashSet();
        this.sizes = sizes.ToDictionary(size => size.Table);
        this.types = types.ToDictionary(type => type.Oid);
        (this.columns, this.parents, this.constraints, this.indexes) = (columns, parents, constraints, indexes);
    }

    public static async Task<IReadOnlyList<Table>> ReadAsync(
        CatalogSession session, IReadOnlyList<Relation> scope, int serverVersion, CancellationToken ct)
    {
        var oids = scope.Select(relation => relation.Oid).ToArray();
        var batch = new CatalogBatch(session);
        var sizes = batch.Read("sizes.sql", ReadSize, oids);
        var types = batch.Read("column_types.sql", ReadType, oids);
        var parents = batch.Read("inheritance.sql", row => (Child: row.Oid(0), Parent: row.Oid(1)), oids);
        var placements = batch.Read("partition_keys.sql", row => (Table: row.Oid(0), By: (Placement)row.Letter(1)), oids);
        var columns = ColumnReader.Add(batch, oids);
        var constraints = ConstraintReader.Add(batch, oids);
        var indexes = IndexReader.Add(batch, oids);
        // The parts of a table have been read when its own row comes.
        var reader = new Lazy<TableReader>(() => new TableReader(
            serverVersion, scope, sizes, types,
            columns.ToLookup(found => found.Relation, found => found.Column),
            parents.ToLookup(found => found.Child, found => found.Parent),
            constraints.ToLookup(constraint => constraint.Table),
            indexes.ToLookup(index => index.Table),
            placements.ToDictionary(found => found.Table, found => found.By)));
        var tables = batch.Read("tables.sql", row => reader.Value.Read(row), oids);
        await batch.RunAsync(ct);
        return tables;
    }

    private Table Read(NpgsqlDataReader row)
    {
        var oid = row.Oid(0);
        var tableColumns = columns[oid].ToList();
        var storage = new TableStorage(row.TextOrNull(5), row.Array<string>(6), row.Array<string>(7), row.TextOrNull(16));
        var tableConstraints = constraints[oid].ToList();
        var isPartitioned = row.Letter(3) == 'p';
        return new Table
        {
            Oid = oid,
            Name = row.Name(1),
            Columns = tableColumns,
            IsPartitioned = isPartitioned,
            PlacedBy = placements.GetValueOrDefault(oid, Placement.ByValue),
            ComesAlong = comingAlong.Contains(oid),
            IsUnlogged = row.Letter(4) == 'u',
            Storage = storage,
            ReplicaIdentity = row.Letter(8),
            HasRowSecurity = row.Flag(9),
            ForcesRowSecurity = row.Flag(10),
            IsPartition = row.Flag(11),
            Parents = new TableParents([.. parents[oid]], row.TextOrNull(12), row.TextOrNull(13), row.TextOrNull(15)),
            RowType = row.Oid(14),
            Foreign = row.TextOrNull(17) is { } server ? new ForeignSource(server, row.Array<string>(18)) : null,
            Constraints = tableConstraints,
            Indexes = [.. indexes[oid]],
            Copy = CopyShapes.Of(tableColumns, types),
            Facts = Facts(row.Name(1), oid, tableColumns, tableConstraints, storage.AccessMethod == "heap" && !isPartitioned),
        };
    }

    private TableFacts Facts(
        QualifiedName name, uint oid, List<Column> tableColumns, List<Constraint> tableConstraints, bool isHeap)
    {
        var size = sizes[oid];
        return new TableFacts
        {
            Name = name,
            Oid = oid,
            HeapBytes = size.HeapBytes,
            ToastBytes = size.ToastBytes,
            RelTuples = size.RelTuples,
            RelPages = size.RelPages,
            HasTidRangeScan = isHeap && serverVersion >= FirstVersionWithTidRangeScan,
            PrimaryKey = PrimaryKey(tableColumns, tableConstraints),
        };
    }

    private List<KeyColumn> PrimaryKey(List<Column> tableColumns, List<Constraint> tableConstraints)
    {
        var key = tableConstraints.Find(constraint => constraint.Kind == ConstraintKind.PrimaryKey);
        var keyColumns = (key?.Columns ?? []).Select(number => tableColumns.First(column => column.Number == number)).ToList();
        return keyColumns.TrueForAll(column => KeyOrder.IsBuiltIn(column.TypeOid, types))
            ? [.. keyColumns.Select(column => new KeyColumn(column.Name, CastOf(column)))]
            : [];
    }

    // A domain's own collation would contend with the column's, and its checks have nothing to say of bounds: its base type is enough.
    private string CastOf(Column column)
    {
        var type = types[column.TypeOid];
        while (type.Kind == 'd')
            type = types[type.BaseType];
        var collation = column.Collation is { } own ? $" COLLATE {Identifier.Qualify(own)}" : "";
        return Identifier.Qualify(type.CatalogName) + collation;
    }

    private static TableSize ReadSize(NpgsqlDataReader row) =>
        new(row.Oid(0), row.GetInt64(1), row.GetInt64(2), row.GetDouble(3), row.GetInt64(4));

    private static ColumnType ReadType(NpgsqlDataReader row) => new(
        row.Oid(0), row.Text(1), row.Name(2), row.Flag(4), row.Letter(5), row.Oid(6), row.Oid(7), row.Oid(8), row.Flag(9), row.Flag(10));

    private sealed record TableSize(uint Table, long HeapBytes, long ToastBytes, double RelTuples, long RelPages);
}
