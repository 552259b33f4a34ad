namespace ActorMigrate.Coordinator.Resuming;

/// <summary>What is to be done when the source's snapshot is lost and the source has changed since; or in any case, to begin anew.</summary>
public enum LostSnapshot
{
    /// <summary>The migration is not resumed.</summary>
    Refuse,

    /// <summary>What is not wholly copied is copied under a new snapshot.</summary>
    TakeNew,

    /// <summary>What the run made is dropped, and all of it is begun anew.</summary>
    Restart,
}
