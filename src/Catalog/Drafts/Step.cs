namespace ActorMigrate.Catalog.Drafts;

/// <summary>A step that is no object of its own, such as "table 16384 is logged".</summary>
internal readonly record struct Step(string What, uint Oid);
