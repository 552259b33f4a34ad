using ActorMigrate.Host.Demo;
using ActorMigrate.Host.Progress;
using ActorMigrate.Host.Settings;
using ActorMigrate.Host.Terminal;
using ActorMigrate.Host.Wording;
using ActorMigrate.Migration.Failures;
using ActorMigrate.Migration.Summary;

namespace ActorMigrate.Host.Commands;

/// <summary>The demonstration's view of the command line. Its migration takes flags only: the
/// user's environment is about other databases.</summary>
internal sealed class DemoStage(CommandCall call, Func<IMigrationRunner> runner) : IDemoStage
{
    private readonly Surroundings _surroundings = call.Surroundings;

    /// <summary>Throws <see cref="RefusedException"/> where a flag of the migration is wrong,
    /// before any server is fetched or started.</summary>
    public void CheckFlags() => SettingsOf("the source", "the target");

    public void Say(string line)
    {
        if (!call.Flags.WantsQuiet(call.Arguments))
            call.Execution.Say("demo", line);
    }

    // With JSON, standard output is for programs.
    public void Print(string line)
    {
        if (call.Flags.WantsJson(call.Arguments))
            call.Execution.Say("demo", line);
        else
            _surroundings.Out.WriteLine(Printable.Line(line));
    }

    public Task<MigrationSummary> MigrateAsync(DemoMigration migration, CancellationToken cancellationToken) => call.Execution.ShowAsync(
        SettingsOf(migration.Source, migration.Target, migration), () => new Watched(runner(), migration), cancellationToken);

    private RunSettings SettingsOf(string source, string target, DemoMigration? migration = null)
    {
        var given = new Dictionary<string, IReadOnlyList<string>>(call.Flags.Given(call.Arguments))
        {
            [KnownSettings.Source.Key] = [source],
            [KnownSettings.Target.Key] = [target],
        };
        foreach (var (key, value) in migration?.Settings ?? new Dictionary<string, string>())
            given.TryAdd(key, [value]);
        return SettingsReader.Read(given, new Dictionary<string, string>(), file: null, _surroundings.Processors);
    }

    /// <summary>Runs a migration whose progress somebody listens to, and whose next step is the demonstration's.</summary>
    private sealed class Watched(IMigrationRunner runner, DemoMigration migration) : IMigrationRunner
    {
        public async Task<MigrationSummary> RunAsync(RunSettings settings, IProgressSink progress, CancellationToken cancellationToken)
        {
            var summary = await runner.RunAsync(settings, migration.Watch(progress), cancellationToken);
            return summary with { NextStep = migration.NextStep(summary) };
        }
    }
}
