using ActorMigrate.Migration;

namespace ActorMigrate.Coordinator.Joining;

/// <summary>A node that was declared dead wants to take part again, and the migration has ended meanwhile. A null
/// <paramref name="outcome"/>: its ledger is gone, as after success or after a cleanup.</summary>
public sealed class MigrationOverException(Outcome? outcome) : Exception("The migration has ended.")
{
    /// <summary>The migration's outcome, or null when its ledger is gone.</summary>
    public Outcome? Outcome => outcome;
}
