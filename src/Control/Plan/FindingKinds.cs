namespace ActorMigrate.Control.Plan;

/// <summary>The kinds of findings in the ledger.</summary>
public static class FindingKinds
{
    /// <summary>An object of the source that is not migrated.</summary>
    public const string NotMigrated = "not-migrated";

    /// <summary>Objects of the source that the options leave out.</summary>
    public const string LeftOut = "left-out";

    /// <summary>Something about the plan that a person should know.</summary>
    public const string Plan = "plan";

    /// <summary>Something that happened to the run itself and that its end must tell.</summary>
    public const string Run = "run";

    /// <summary>A fatal failure, which stops the run.</summary>
    public const string Fatal = "fatal";
}
