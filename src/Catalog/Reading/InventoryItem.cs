namespace ActorMigrate.Catalog.Reading;

/// <summary>An object of the source as PostgreSQL names it. <paramref name="Relation"/> is the table or view it is part of, or 0.</summary>
internal sealed record InventoryItem(ObjectAddress Address, string Kind, string Schema, string Identity, uint Relation);
