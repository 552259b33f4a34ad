namespace ActorMigrate.Control.Nodes;

/// <summary>A living node that others can join, as <see cref="NodeLedger.SeedsAsync"/> finds it.</summary>
public sealed record SeedNode(string Name, string Address);
