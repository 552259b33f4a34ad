namespace ActorMigrate.Migration.Phases;

/// <summary>Decides in which phase a migration goes on under a new coordinator. Pure.</summary>
public static class ResumePoint
{
    /// <summary>Returns the earliest phase that has work left: never one after <paramref name="recorded"/>, which was entered last,
    /// because what comes later was not begun; back to <paramref name="earliestOutstanding"/> where tasks of a phase that was left are
    /// tried again, and to the planning of the copies while <paramref name="copiesPlanned"/> is false. The first phase leaves nothing half
    /// done behind: what it records, it records at once.</summary>
    public static Phase Of(Phase recorded, Phase? earliestOutstanding, bool copiesPlanned)
    {
        var start = earliestOutstanding is { } outstanding && outstanding < recorded ? outstanding : recorded;
        if (!copiesPlanned && start > Phase.PrepareTransfers)
            start = Phase.PrepareTransfers;
        return start == Phase.ExtractSourceSchema ? Phase.CreateTargetSchema : start;
    }
}
