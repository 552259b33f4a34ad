namespace ActorMigrate.Migration.Phases;

/// <summary>Decides in which phase a migration goes on under a new coordinator. Pure.</summary>
public static class ResumePoint
{
    /// <summary>Returns the earliest phase that has work left. This is <paramref name="recorded"/>, the phase that was entered last, unless
    /// tasks of an earlier phase are tried again (<paramref name="earliestOutstanding"/>) or the copies are not planned yet
    /// (<paramref name="copiesPlanned"/>). The first phase never has work left, because it records all of its results at once.</summary>
    public static Phase Of(Phase recorded, Phase? earliestOutstanding, bool copiesPlanned)
    {
        var start = earliestOutstanding is { } outstanding && outstanding < recorded ? outstanding : recorded;
        if (!copiesPlanned && start > Phase.PrepareTransfers)
            start = Phase.PrepareTransfers;
        return start == Phase.ExtractSourceSchema ? Phase.CreateTargetSchema : start;
    }
}
