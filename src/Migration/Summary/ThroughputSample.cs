namespace ActorMigrate.Migration.Summary;

/// <summary>The rows and bytes of tables and large objects that were moved in one span.</summary>
public sealed record ThroughputSample(long Rows, long Bytes);
