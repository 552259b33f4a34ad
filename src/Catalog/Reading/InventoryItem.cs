namespace ActorMigrate.Catalog.Reading;

/// <summary>An object of the source as PostgreSQL names it. <paramref name="Relation"/> is the table or view it is part of, or 0.</summary>
internal sealed record InventoryItem(ObjectAddress Address, string Kind, string Schema, string Identity, uint Relation)
{
    /// <summary>The object lies in a schema that belongs to the server, into which nothing is carried.</summary>
    public bool IsInServersSchema => Schema == "information_schema" || Schema.StartsWith("pg_", StringComparison.Ordinal);
}
