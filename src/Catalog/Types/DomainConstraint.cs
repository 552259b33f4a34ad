namespace ActorMigrate.Catalog.Types;

/// <summary>A constraint of a domain, deparsed.</summary>
internal sealed record DomainConstraint(uint Oid, uint Domain, string Name, bool IsNotNull, string Definition, bool IsValid)
{
    public ObjectAddress Address => new(SystemCatalog.Constraint, Oid);
}
