namespace ActorMigrate.Coordinator.Preflight;

/// <summary>An existing schema with its owner, and whether the role may use it, create objects in it, and has the owner's rights.</summary>
internal sealed record SchemaRights(string Schema, bool MayUse, bool MayCreate, string Owner, bool IsOwner)
{
    /// <summary>Objects go into it.</summary>
    public bool TakesObjects { get; init; }
}
