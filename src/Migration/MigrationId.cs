namespace ActorMigrate.Migration;

/// <summary>Names one migration: one run from a source to a target.</summary>
public readonly record struct MigrationId(Guid Value)
{
    /// <inheritdoc />
    public override string ToString() => Value.ToString("D");
}
