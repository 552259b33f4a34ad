namespace ActorMigrate.Catalog.Tables;

/// <summary>A partitioned table whose rows may belong to other partitions in the target than in the source: they are copied into it, not
/// into its leaves, and are compared and counted as one table. <paramref name="Tables"/> are all partitioned
/// tables and leaves below it, with itself.</summary>
public sealed record LoadRoot(Table Root, IReadOnlyList<Table> Tables)
{
    /// <summary>The tables below it that hold the rows.</summary>
    public IReadOnlyList<Table> Leaves { get; } = [.. Tables.Where(table => !table.IsPartitioned)];

    /// <summary>Returns the topmost such tables among those of <paramref name="catalog"/>. A tree with a foreign partition is none: its
    /// rows would be written to another server. Nor is one without leaves, which holds no rows.</summary>
    internal static IReadOnlyList<LoadRoot> Of(DatabaseCatalog catalog)
    {
        if (!catalog.PartitionedTables.Any(table => IsUncertain(table, catalog.TargetDiffers)))
            return [];
        var partitions = catalog.AllTables.Where(table => table.IsPartition).ToLookup(table => table.Parents.Oids[0]);
        var known = catalog.PartitionedTables.Select(table => table.Oid).ToHashSet();
        var roots = catalog.PartitionedTables.Where(table => !table.IsPartition || !known.Contains(table.Parents.Oids[0]));
        return [.. roots.SelectMany(root => Topmost(root, partitions, catalog.TargetDiffers))
            .Select(root => new LoadRoot(root, Below(root, partitions)))
            .Where(root => root.Leaves.Count > 0 && root.Tables.All(table => table is { Foreign: null, ComesAlong: false }))];
    }

    private static IEnumerable<Table> Topmost(Table table, ILookup<uint, Table> partitions, TargetDifference differs) =>
        IsUncertain(table, differs) ? [table] : partitions[table.Oid].SelectMany(partition => Topmost(partition, partitions, differs));

    private static IReadOnlyList<Table> Below(Table table, ILookup<uint, Table> partitions) =>
        [table, .. partitions[table.Oid].SelectMany(partition => Below(partition, partitions))];

    private static bool IsUncertain(Table table, TargetDifference differs) => table.PlacedBy switch
    {
        Placement.ByOid => true,
        Placement.ByEncoding => differs.HasFlag(TargetDifference.Encoding),
        Placement.ByCollation => differs.HasFlag(TargetDifference.Collation),
        _ => false,
    };
}

/// <summary>The differences of the target's database from the source's in what partitions and checksums may depend on.</summary>
[Flags]
public enum TargetDifference
{
    /// <summary>In nothing, as far as is known.</summary>
    None = 0,

    /// <summary>The target's database has another encoding.</summary>
    Encoding = 1,

    /// <summary>Its default collation sorts, or may sort, in another order.</summary>
    Collation = 2,

    /// <summary>Its server hashes the same bytes to another number, as one of another byte order may.</summary>
    Hashing = 4,

    /// <summary>Text arrives in other bytes: it is converted into another encoding, which that of a SQL_ASCII database is not.</summary>
    Bytes = 8,
}
