using ActorMigrate.Migration;

namespace ActorMigrate.Host;

/// <summary>How large the demonstration's database is (1 is a few million rows), and whether its servers stay up afterwards.</summary>
public sealed record DemoSettings(double Scale, bool Keep);

/// <summary>The steps that the command line takes for the demonstration.</summary>
public interface IDemoStage
{
    /// <summary>Tells a line of progress, while servers start and fill.</summary>
    void Say(string line);

    /// <summary>Migrates with the user's settings, showing progress and summary as <c>migrate</c> does.</summary>
    Task<MigrationSummary> MigrateAsync(string source, string target, CancellationToken cancellationToken);

    /// <summary>Prints a line on standard output, after the summary.</summary>
    void Print(string line);
}

/// <summary>Starts two throwaway servers, fills one, migrates it to the other, and cleans up.</summary>
public interface IDemo
{
    /// <summary>Runs the demonstration to the end, also its cleaning up when cancelled.</summary>
    Task<Outcome> RunAsync(DemoSettings settings, IDemoStage stage, CancellationToken cancellationToken);
}
