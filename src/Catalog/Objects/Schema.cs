namespace ActorMigrate.Catalog.Objects;

/// <summary>A schema of the source.</summary>
internal sealed record Schema(uint Oid, string Name)
{
    public ObjectAddress Address => new(SystemCatalog.Namespace, Oid);
}
