using System.CommandLine;
using System.Text.Json;
using ActorMigrate.Control.Status;
using ActorMigrate.Host.Inspection;
using ActorMigrate.Host.Settings;
using ActorMigrate.Host.Terminal;
using ActorMigrate.Migration;

namespace ActorMigrate.Host.Commands;

/// <summary><c>actormigrate status</c>: shows the state of the migration in a target, once or repeatedly.</summary>
internal static class StatusCommand
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(2);

    private static readonly Setting[] _flags = [KnownSettings.Source, KnownSettings.Target, KnownSettings.Logging, KnownSettings.LogFormat];

    public static Command Of(CommandRunners runners, Surroundings surroundings)
    {
        var command = new Command("status", "Show the state of the migration into a target; changes nothing.");
        var watch = new Option<bool>("--watch") { Description = "Show the state every two seconds, until the migration has ended." };
        var json = new Option<bool>("--json") { Description = "Print one JSON object each time." };
        command.Options.Add(watch);
        command.Options.Add(json);
        var flags = new SettingFlags(command, _flags, takesFile: true, showsProgress: false);
        CommandCall.Answer(command, flags, surroundings, async call =>
        {
            var settings = call.Settings(needsSource: false);
            var again = call.Arguments.GetValue(watch);
            var shown = new Shown(surroundings, call.Arguments.GetValue(json), again);
            return await ShowAsync(runners.Status(call.Notice), settings, shown, again, call.CancellationToken).ConfigureAwait(false);
        });
        return command;
    }

    /// <summary>Shows the migration, and is refused where there was nothing to show; a migration that was watched until its ledger was
    /// gone has been shown.</summary>
    private static async Task<Outcome> ShowAsync(
        IStatusReader reader, RunSettings settings, Shown shown, bool again, CancellationToken cancellationToken)
    {
        for (var seen = false; ;)
        {
            var status = await reader.ReadAsync(settings, cancellationToken).ConfigureAwait(false);
            shown.Write(status);
            seen |= status is not null;
            if (!again || status is not { Outcome: null })
                return seen ? Outcome.Succeeded : Outcome.Refused;
            await Task.Delay(LookEvery, shown.Time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (cancellationToken.IsCancellationRequested)
                return Outcome.Succeeded;
        }
    }

    /// <summary>Shows one look after the other: on a terminal in the place of the one before, as watch does, and elsewhere below
    /// it.</summary>
    private sealed class Shown(Surroundings surroundings, bool json, bool again)
    {
        private const string Home = "\e[H";
        private const string EraseAll = "\e[2J";
        private const string EraseToEndOfLine = "\e[K";
        private const string EraseBelow = "\e[J";

        private bool _isFirst = true;

        public TimeProvider Time => surroundings.Time;

        public void Write(MigrationStatus? status)
        {
            surroundings.Out.Write(json
                ? JsonSerializer.Serialize(new StatusDocument(1, status), StatusJson.Default.StatusDocument) + "\n"
                : Placed(Text(status)));
            surroundings.Out.Flush();
            _isFirst = false;
        }

        private string Text(MigrationStatus? status)
        {
            if (status is null)
                return "The target holds no migration: none was begun, it is still reading the source, or it succeeded and its "
                    + "ledger is gone.\n";
            using var text = new StringWriter { NewLine = "\n" };
            StatusView.Write(status, text, surroundings.OutWidth);
            return text.ToString();
        }

        private string Placed(string text)
        {
            if (!again || !surroundings.CanRewrite)
                return _isFirst ? text : "\n" + text;
            return (_isFirst ? EraseAll : "") + Home
                + text.Replace("\n", EraseToEndOfLine + "\n", StringComparison.Ordinal) + EraseBelow;
        }
    }
}
