namespace ActorMigrate.Cluster.Wire;

/// <summary>A message that may travel between nodes. Only types that <see cref="WireSerializer"/> lists can; none carries a row, a
/// statement or a secret.</summary>
public interface IWireMessage;
