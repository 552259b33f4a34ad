namespace ActorMigrate.Control.Nodes;

/// <summary>How other nodes reach one: the address of its actor system, the incarnation of that, and the fingerprint of its
/// certificate.</summary>
public sealed record NodeAddress(string Address, long Uid, string Fingerprint);
