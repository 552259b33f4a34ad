namespace ActorMigrate.Catalog;

/// <summary>A large object of the source.</summary>
internal readonly record struct LargeObject(uint Oid, string Owner)
{
    public ObjectAddress Address => new(SystemCatalog.LargeObject, Oid);
}

/// <summary>The large objects of the source, by oid, with the bytes that all of them take up on disk.</summary>
internal sealed record LargeObjects(IReadOnlyList<LargeObject> All, long Bytes)
{
    public static LargeObjects None { get; } = new([], 0);
}
