using ActorMigrate.Migration.Summary;

namespace ActorMigrate.Host.Demo;

/// <summary>The steps that the command line takes for the demonstration.</summary>
public interface IDemoStage
{
    /// <summary>Tells a line of progress, while servers start and fill.</summary>
    void Say(string line);

    /// <summary>Migrates with the user's settings, showing progress and summary as <c>migrate</c> does.</summary>
    Task<MigrationSummary> MigrateAsync(DemoMigration migration, CancellationToken cancellationToken);

    /// <summary>Prints a line on standard output, after the summary.</summary>
    void Print(string line);
}
