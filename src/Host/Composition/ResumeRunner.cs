using ActorMigrate.Control.Status;
using ActorMigrate.Coordinator.Resuming;
using ActorMigrate.Host.Commands;
using ActorMigrate.Host.Nodes;
using ActorMigrate.Host.Progress;
using ActorMigrate.Host.Settings;
using ActorMigrate.Migration;
using ActorMigrate.Migration.Summary;
using ActorMigrate.Postgres.Session;

namespace ActorMigrate.Host.Composition;

/// <summary>Goes on with the migration that a target holds; a migration that has succeeded is left as it is, and a
/// target that holds none is a reason to refuse.</summary>
internal sealed class ResumeRunner(TimeProvider time, LostSnapshot lost) : IMigrationRunner
{
    /// <inheritdoc />
    public async Task<MigrationSummary> RunAsync(RunSettings settings, IProgressSink progress, CancellationToken cancellationToken)
    {
        var (started, since) = (time.GetUtcNow(), time.GetTimestamp());
        await using var source = Databases.Of(settings.Source, Side.Source);
        await using var target = Databases.Of(settings.Target, Side.Target);
        if (await NothingToDoAsync(source, target, progress, cancellationToken) is not { } nothing)
        {
            var incarnation = new Incarnation(settings, progress, time);
            return lost == LostSnapshot.Restart
                ? await incarnation.RestartAsync(cancellationToken)
                : await incarnation.ResumeAsync(lost, cancellationToken);
        }

        return new MigrationSummary
        {
            Id = null,
            Outcome = Outcome.Succeeded,
            Message = nothing,
            NextStep = "Its ledger is not needed any more: remove it with actormigrate cleanup.",
            Source = source.Connection.Describe(),
            Target = target.Connection.Describe(),
            StartedAt = started,
            Seconds = time.GetElapsedTime(since).TotalSeconds,
            Phases = [],
            Tables = [],
            NotMigrated = [],
            Findings = [],
            IsRead = false,
        };
    }

    private async Task<string?> NothingToDoAsync(
        Database source, Database target, IProgressSink progress, CancellationToken cancellationToken)
    {
        await using var silence = SilenceWatch.Begin(time, progress.Notice, source, target);
        return await Resume.NothingToDoAsync(source, target, cancellationToken);
    }
}
