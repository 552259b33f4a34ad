using ActorMigrate.Coordinator.Planning;

namespace ActorMigrate.Coordinator.Phases;

/// <summary>Takes what the first look at both servers found, and only then touches the target: the control schema and the migration's row
/// in it are the first things that are made.</summary>
internal sealed class ExtractSourceSchema : IPhaseWork
{
    public async Task DoAsync(Run run, CancellationToken cancellationToken)
    {
        var look = run.Request.Look ?? throw new InvalidOperationException("A new migration begins without a look at both servers.");
        var looked = await look.LookedAsync(cancellationToken);
        run.See(looked);
        if (run.Request.Reviewed is { } reviewed)
            PlanDrift.Refuse(reviewed, looked.ReviewOf(run));
        // Said before anything is touched: what will be missing in the target.
        foreach (var words in ObjectNotices.Of(
            looked.Plan.NotMigrated, one => $"will be left out: {one.Kind} {one.Name}. {one.Reason}",
            more => $"will be left out: {more} more objects; the summary names them"))
            run.Notice(words);
        await Recording.DoAsync(run, looked, cancellationToken);
    }
}
