namespace ActorMigrate.Catalog;

/// <summary>Names an object as <c>pg_depend</c> does: the oid of its system catalog and its own oid in there.</summary>
public readonly record struct ObjectAddress(uint Catalog, uint Oid)
{
    /// <inheritdoc />
    public override string ToString() => $"{Catalog}/{Oid}";
}

/// <summary>The oids of the system catalogs, which are the same in every server and version (<c>src/include/catalog/*.h</c>).</summary>
internal static class SystemCatalog
{
    public const uint Class = 1259;
    public const uint Type = 1247;
    public const uint Procedure = 1255;
    public const uint Constraint = 2606;
    public const uint Default = 2604;
    public const uint Namespace = 2615;
    public const uint Trigger = 2620;
    public const uint Rewrite = 2618;
    public const uint Policy = 3256;
    public const uint Statistics = 3381;
    public const uint Extension = 3079;
    public const uint Collation = 3456;
}
