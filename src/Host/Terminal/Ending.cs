using ActorMigrate.Migration;
using ActorMigrate.Migration.Failures;

namespace ActorMigrate.Host.Terminal;

/// <summary>The end of a command that has no summary to show: the exit code, what happened, and what to do.</summary>
internal sealed record Ending(Outcome Outcome, string Message, string? Remedy, Exception? Bug = null)
{
    /// <summary>The causes of a refusal, for the report.</summary>
    public IReadOnlyList<Finding> Findings { get; init; } = [];

    /// <summary>Reads an exception: a refusal, a stop, a lack of memory or of room for what is printed, or a defect.</summary>
    public static Ending Of(Exception exception, CancellationToken cancellation) => exception switch
    {
        RefusedException refused => new Ending(refused.Outcome, refused.Message, refused.Remedy) { Findings = refused.Findings },
        OperationCanceledException when cancellation.IsCancellationRequested =>
            new Ending(
                Outcome.Stopped, "Stopped before the end.",
                "Run the command again; actormigrate resume goes on with a migration that was begun."),
        OutOfMemoryException => new Ending(
            Outcome.Stopped, "The process may not use as much memory as it needs.",
            "Give it more, such as a higher limit of its container: the definitions of a table take about 25 kB. Then run the command "
                + "again; actormigrate resume goes on with a migration that was begun."),
        OutputException full => new Ending(
            Outcome.Refused, full.Message, "Free space where it is written, or have it written elsewhere, and run the command again."),
        _ => new Ending(
            Outcome.Bug,
            $"This is a defect of ActorMigrate: {exception.GetType().Name}: {exception.Message}",
            "Please report it in the project's issue tracker, as CONTRIBUTING.md says; --log-level debug adds where it happened.",
            exception),
    };
}
