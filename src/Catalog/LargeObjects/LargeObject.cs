namespace ActorMigrate.Catalog.LargeObjects;

/// <summary>A large object of the source.</summary>
internal readonly record struct LargeObject(uint Oid, string Owner)
{
    public ObjectAddress Address => new(SystemCatalog.LargeObject, Oid);
}
