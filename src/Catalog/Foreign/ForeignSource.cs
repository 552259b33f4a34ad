namespace ActorMigrate.Catalog.Foreign;

/// <summary>The server that a foreign table's rows are on. Options are <c>name=value</c>.</summary>
internal sealed record ForeignSource(string Server, string[] Options);
