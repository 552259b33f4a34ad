namespace ActorMigrate.Control.Nodes;

/// <summary>The address of a node's actor system, the incarnation of that system, and the fingerprint of its certificate.</summary>
public sealed record NodeAddress(string Address, long Uid, string Fingerprint);
