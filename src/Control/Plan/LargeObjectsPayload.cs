namespace ActorMigrate.Control.Plan;

/// <summary>The large objects that one task copies, by oid.</summary>
public sealed record LargeObjectsPayload(IReadOnlyList<uint> Oids) : TaskPayload;
