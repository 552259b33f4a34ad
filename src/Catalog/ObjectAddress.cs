namespace ActorMigrate.Catalog;

/// <summary>Names an object as <c>pg_depend</c> does: the oid of its system catalog and its own oid in there.</summary>
public readonly record struct ObjectAddress(uint Catalog, uint Oid)
{
    /// <inheritdoc />
    public override string ToString() => $"{Catalog}/{Oid}";
}
