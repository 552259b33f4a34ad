using ActorMigrate.Host.Settings;
using ActorMigrate.Host.Wording;
using ActorMigrate.Migration;

namespace ActorMigrate.Host.Commands;

/// <summary>The demonstration's view of the command line. Its migration takes flags only: the user's environment is about other databases.</summary>
internal sealed class DemoStage(CommandCall call, Func<IMigrationRunner> runner) : IDemoStage
{
    private readonly Surroundings _surroundings = call.Surroundings;

    public void Say(string line)
    {
        _surroundings.Error.WriteLine(Printable.Line(line));
        _surroundings.Error.Flush();
    }

    // With JSON, standard output is for programs.
    public void Print(string line) => (call.Flags.WantsJson(call.Arguments) ? _surroundings.Error : _surroundings.Out).WriteLine(Printable.Line(line));

    public Task<MigrationSummary> MigrateAsync(string source, string target, CancellationToken cancellationToken)
    {
        var given = new Dictionary<string, IReadOnlyList<string>>(call.Flags.Given(call.Arguments))
        {
            [KnownSettings.Source.Key] = [source],
            [KnownSettings.Target.Key] = [target],
        };
        var settings = SettingsReader.Read(given, new Dictionary<string, string>(), file: null, _surroundings.Processors);
        return call.Run.ShowAsync(settings, runner, cancellationToken);
    }
}
