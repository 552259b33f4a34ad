namespace ActorMigrate.Control.Nodes;

/// <summary>A living node that others can join.</summary>
public sealed record SeedNode(string Name, string Address);
