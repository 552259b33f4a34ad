namespace ActorMigrate.Coordinator.Resuming;

/// <summary>The user's choice for a snapshot that is lost while the source has changed since; <see cref="Restart"/> begins anew whether it
/// is lost or not.</summary>
public enum LostSnapshot
{
    /// <summary>The migration is not resumed.</summary>
    Refuse,

    /// <summary>Tables that are not wholly copied are copied under a new snapshot.</summary>
    TakeNew,

    /// <summary>Everything that the run made is dropped, and the migration begins anew.</summary>
    Restart,
}
