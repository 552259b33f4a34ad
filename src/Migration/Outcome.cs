namespace ActorMigrate.Migration;

/// <summary>The end of a run. The value is the process's exit code.</summary>
public enum Outcome
{
    /// <summary>Everything was migrated and validated.</summary>
    Succeeded = 0,

    /// <summary>Bad usage or configuration.</summary>
    BadUsage = 1,

    /// <summary>Preflight refused; nothing was touched.</summary>
    Refused = 2,

    /// <summary>Finished, but some tables or objects failed or were not carried over.</summary>
    FinishedWithFailures = 3,

    /// <summary>Validation found differences.</summary>
    ValidationFailed = 4,

    /// <summary>Stopped before the end; the ledger says where.</summary>
    Stopped = 5,

    /// <summary>A defect of ActorMigrate itself.</summary>
    Bug = 70,
}
