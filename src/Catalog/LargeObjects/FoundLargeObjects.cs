namespace ActorMigrate.Catalog.LargeObjects;

/// <summary>The large objects of the source, by oid, with the bytes that all of them take up on disk.</summary>
internal sealed record FoundLargeObjects(IReadOnlyList<LargeObject> All, long Bytes)
{
    public static FoundLargeObjects None { get; } = new([], 0);
}
