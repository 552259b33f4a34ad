using System.CommandLine;
using ActorMigrate.Coordinator.Cleaning;
using ActorMigrate.Host.Inspection;
using ActorMigrate.Host.Settings;
using ActorMigrate.Host.Terminal;
using ActorMigrate.Host.Wording;
using ActorMigrate.Migration;
using ActorMigrate.Migration.Failures;

namespace ActorMigrate.Host.Commands;

/// <summary><c>actormigrate cleanup</c>: shows the leftovers of a migration and removes them once that is confirmed.</summary>
internal sealed class CleanupCommand(ICleaner cleaner, Surroundings surroundings, bool yes, bool force)
{
    private static readonly Setting[] _flags = [KnownSettings.Source, KnownSettings.Target, KnownSettings.Logging, KnownSettings.LogFormat];

    public static Command Of(CommandRunners runners, Surroundings surroundings)
    {
        var command = new Command("cleanup", "Remove the ledger and sessions of an abandoned migration, after showing them; data stays.");
        var yes = new Option<bool>("--yes") { Description = "Remove the ledger without asking." };
        var force = new Option<bool>("--force") { Description = "Remove the ledger even while nodes live; these end with an error." };
        command.Options.Add(yes);
        command.Options.Add(force);
        var flags = new SettingFlags(command, _flags, takesFile: true, showsProgress: false);
        CommandCall.Answer(command, flags, surroundings, call =>
        {
            var settings = call.Settings(needsSource: false);
            var cleanup = new CleanupCommand(
                runners.Cleaner(call.Notice), surroundings, call.Arguments.GetValue(yes), call.Arguments.GetValue(force));
            return cleanup.RunAsync(settings, call.CancellationToken);
        });
        return command;
    }

    private async Task<Outcome> RunAsync(RunSettings settings, CancellationToken cancellationToken)
    {
        if (await cleaner.FindAsync(settings, cancellationToken).ConfigureAwait(false) is not { } leftovers)
        {
            surroundings.Out.WriteLine("There is nothing to remove: the target holds no ledger of a migration.");
            return Outcome.Succeeded;
        }

        LeftoversView.Write(leftovers, surroundings.Out);
        RefuseLiving(leftovers);
        Confirm();
        var left = await cleaner.RemoveAsync(settings, leftovers, cancellationToken).ConfigureAwait(false);
        surroundings.Out.WriteLine(left == 0
            ? "Removed. The migrated tables and other objects stay as they are."
            : $"Removed, but {Amounts.Count(left, "session")} could not be ended: the role may not end them. The migrated "
                + "tables and other objects stay as they are.");
        return Outcome.Succeeded;
    }

    private void RefuseLiving(Leftovers leftovers)
    {
        if (leftovers.Ledger.Living.Count > 0 && !force)
        {
            throw new RefusedException(
                $"Nodes of the migration still live: {string.Join(", ", leftovers.Ledger.Living)}.",
                "Stop them first with actormigrate stop, or remove everything while they run with --force.");
        }
    }

    private void Confirm()
    {
        if (yes)
            return;
        if (surroundings.In is not { } input)
            throw new RefusedException("Nothing was removed: there is no terminal on which to confirm it.", "Confirm with --yes.");
        surroundings.Error.Write("Remove all of this? Type yes: ");
        surroundings.Error.Flush();
        if (input.ReadLine()?.Trim() != "yes")
            throw new RefusedException("Nothing was removed, because the answer was not yes.", "Look again with actormigrate status.");
    }
}
