using ActorMigrate.Coordinator.Planning;
using ActorMigrate.Migration.Summary;

namespace ActorMigrate.Coordinator.Phases;

/// <summary>Takes what the first look at both servers found, and only then touches the target: the control schema and the migration's row
/// in it are the first things that are made.</summary>
internal sealed class ExtractSourceSchema : IPhaseWork
{
    private const int MostNoticed = 20;

    public async Task DoAsync(Run run, CancellationToken cancellationToken)
    {
        var looked = run.Request.Look is { } look
            ? await look.LookedAsync(cancellationToken)
            : await MigrationLook.TakeAsync(run.Request, cancellationToken);
        run.See(looked);
        if (run.Request.Reviewed is { } reviewed)
            PlanDrift.Refuse(reviewed, looked.ReviewOf(run));
        ForetellLeftOut(run, looked.Plan.NotMigrated);
        await Recording.DoAsync(run, looked, cancellationToken);
    }

    /// <summary>Says before anything is touched what will be missing in the target.</summary>
    private static void ForetellLeftOut(Run run, IReadOnlyCollection<NotMigrated> left)
    {
        foreach (var one in left.Take(MostNoticed))
            run.Notice($"will be left out: {one.Kind} {one.Name}. {one.Reason}");
        if (left.Count > MostNoticed)
            run.Notice($"will be left out: {left.Count - MostNoticed} more objects; the summary names them");
    }
}
