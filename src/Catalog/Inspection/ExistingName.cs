using ActorMigrate.Migration;

namespace ActorMigrate.Catalog.Inspection;

/// <summary>A name that is taken in the target. <paramref name="Kind"/> is <c>relkind</c>, or T for a type.</summary>
public sealed record ExistingName(QualifiedName Name, char Kind);
