using ActorMigrate.Host.Progress;
using ActorMigrate.Migration;
using ActorMigrate.Migration.Phases;
using Microsoft.Extensions.Logging;

namespace ActorMigrate.Host.Tests.Progress;

/// <summary>Events as a run would report them.</summary>
internal static class ProgressEvents
{
    public static readonly QualifiedName Posts = new("public", "posts");

    public static AttemptId Attempt(long task, int attempt = 1) => new(task, attempt);

    public static ProgressEvent Copy(long task, string name, long rows, long bytes, int attempt = 1) =>
        new ProgressEvent.TaskStarted(Attempt(task, attempt), "copy-table", name, CopiesRows: true, rows, bytes);

    public static IReadOnlyList<ProgressEvent> OneOfEach()
    {
        IReadOnlyList<ProgressEvent> events =
        [
            new ProgressEvent.RunStarted(
                new MigrationId(Guid.Parse("11111111-2222-3333-4444-555555555555")), "a:5432/shop (15.8)", "b:5432/shop (18.4)"),
            new ProgressEvent.StepEntered("examine the recorded migration"),
            new ProgressEvent.PhaseEntered(Phase.TransferData),
            new ProgressEvent.NodesChanged(
                [new RunNode(new NodeId(Guid.Parse("22222222-2222-3333-4444-555555555555")), "db7", HasLeft: false)]),
            new ProgressEvent.Planned(2, 1000, 5000),
            Copy(1, "public.posts", 900, 4500),
            new ProgressEvent.TaskMoved(Attempt(1), 450, 2250),
            new ProgressEvent.TaskRetrying(Attempt(1), TimeSpan.FromSeconds(2), "connection lost"),
            Copy(1, "public.posts", 900, 4500, attempt: 2),
            new ProgressEvent.TaskFinished(Attempt(1, 2), 900, 4600, TimeSpan.FromSeconds(3)),
            new ProgressEvent.TableFinished(Posts, 900, 4600, TimeSpan.FromSeconds(3), Success: true),
            new ProgressEvent.TaskFailed(Attempt(2), "permission denied for table secrets"),
            new ProgressEvent.PhaseLeft(Phase.TransferData, TimeSpan.FromSeconds(4)),
            new ProgressEvent.Noticed(LogLevel.Warning, "the lock table is small"),
        ];
        Assert.Equal(
            typeof(ProgressEvent).GetNestedTypes().Select(type => type.Name).Order(),
            events.Select(item => item.GetType().Name).Distinct().Order());
        return [.. events.Where(item => item is not ProgressEvent.TaskMoved)];
    }
}
