using ActorMigrate.Host.Settings;
using ActorMigrate.Host.Wording;
using ActorMigrate.Migration;

namespace ActorMigrate.Host.Commands;

/// <summary>The demonstration's view of the command line. Its migration takes flags only: the user's environment is about other databases.</summary>
internal sealed class DemoStage(
    Run run, Surroundings surroundings, Dictionary<string, IReadOnlyList<string>> flags, Func<IMigrationRunner> runner, bool json) : IDemoStage
{
    public void Say(string line)
    {
        surroundings.Error.WriteLine(Printable.Line(line));
        surroundings.Error.Flush();
    }

    // With JSON, standard output is for programs.
    public void Print(string line) => (json ? surroundings.Error : surroundings.Out).WriteLine(Printable.Line(line));

    public Task<MigrationSummary> MigrateAsync(string source, string target, CancellationToken cancellationToken)
    {
        var given = new Dictionary<string, IReadOnlyList<string>>(flags)
        {
            [KnownSettings.Source.Key] = [source],
            [KnownSettings.Target.Key] = [target],
        };
        var settings = SettingsReader.Read(given, new Dictionary<string, string>(), file: null, surroundings.Processors);
        return run.ShowAsync(settings, runner, cancellationToken);
    }
}
