namespace ActorMigrate.Catalog.Reading;

/// <summary>One row of <c>pg_depend</c>: <paramref name="Dependent"/> cannot exist without <paramref name="Referenced"/>.
/// <paramref name="Type"/> is <c>deptype</c>: n normal, a auto, i internal, P and S partition, e extension member.</summary>
internal sealed record Dependency(ObjectAddress Dependent, ObjectAddress Referenced, char Type)
{
    /// <summary>A sequence "depends" on the column that owns it, and a partition on its parent, only in that they are dropped with it:
    /// both are made first and tied afterwards.</summary>
    public bool IsTie => Type == 'a' && Dependent.Catalog == SystemCatalog.Class && Referenced.Catalog == SystemCatalog.Class;
}
