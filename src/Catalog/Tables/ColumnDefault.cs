namespace ActorMigrate.Catalog.Tables;

/// <summary>A default or generation expression, deparsed; its oid is in <c>pg_attrdef</c>.</summary>
internal sealed record ColumnDefault(uint Oid, string Expression)
{
    public ObjectAddress Address => new(SystemCatalog.Default, Oid);
}
