using ActorMigrate.Host.Settings;
using ActorMigrate.Host.Wording;
using ActorMigrate.Migration;

namespace ActorMigrate.Host.Commands;

/// <summary>The demonstration's view of the command line. Its migration takes flags only: the user's environment is about other databases.</summary>
internal sealed class DemoStage(CommandCall call, Func<IMigrationRunner> runner) : IDemoStage
{
    private readonly Surroundings _surroundings = call.Surroundings;

    /// <summary>Throws <see cref="RefusedException"/> where a flag of the migration is wrong, before any server is fetched or started.</summary>
    public void CheckFlags() => SettingsOf("the source", "the target");

    public void Say(string line)
    {
        if (call.Flags.WantsQuiet(call.Arguments))
            return;
        _surroundings.Error.WriteLine(Printable.Line(line));
        _surroundings.Error.Flush();
    }

    // With JSON, standard output is for programs.
    public void Print(string line) => (call.Flags.WantsJson(call.Arguments) ? _surroundings.Error : _surroundings.Out).WriteLine(Printable.Line(line));

    public Task<MigrationSummary> MigrateAsync(string source, string target, CancellationToken cancellationToken) =>
        call.Execution.ShowAsync(SettingsOf(source, target), runner, cancellationToken);

    private RunSettings SettingsOf(string source, string target)
    {
        var given = new Dictionary<string, IReadOnlyList<string>>(call.Flags.Given(call.Arguments))
        {
            [KnownSettings.Source.Key] = [source],
            [KnownSettings.Target.Key] = [target],
        };
        return SettingsReader.Read(given, new Dictionary<string, string>(), file: null, _surroundings.Processors);
    }
}
