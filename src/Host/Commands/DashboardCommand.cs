using System.CommandLine;
using ActorMigrate.Host.Dashboard;
using ActorMigrate.Host.Settings;
using ActorMigrate.Host.Terminal;
using ActorMigrate.Migration;

namespace ActorMigrate.Host.Commands;

/// <summary><c>actormigrate dashboard</c>: serves the page of the migration in a target until it is interrupted.</summary>
internal static class DashboardCommand
{
    private static readonly Setting[] _flags = [KnownSettings.Target, .. DashboardSettings.Flags, KnownSettings.Logging,
        KnownSettings.LogFormat];

    public static Command Of(CommandRunners runners, Surroundings surroundings)
    {
        var command = new Command("dashboard",
            "Show the migration into a target in a browser, until interrupted; --dashboard-control lets its users steer it.");
        var flags = new SettingFlags(command, _flags, takesFile: true, showsProgress: false);
        CommandCall.Answer(command, flags, surroundings, async call =>
        {
            var settings = call.Settings(needsSource: false);
            await using var dashboard = await DashboardServer.StartAsync(runners.Dashboard(settings, null), call.CancellationToken)
                .ConfigureAwait(false);
            surroundings.Out.WriteLine(dashboard.Words);
            surroundings.Out.Flush();
            await ServeAsync(dashboard, call, surroundings.Time).ConfigureAwait(false);
            return Outcome.Succeeded;
        });
        return command;
    }

    /// <summary>Tells why a target cannot be read, until it can; then the page alone tells it. Returns when the call is
    /// interrupted.</summary>
    private static async Task ServeAsync(DashboardServer dashboard, CommandCall call, TimeProvider time)
    {
        try
        {
            await dashboard.AwaitTargetAsync(line => call.Execution.Say("dashboard", line), call.CancellationToken).ConfigureAwait(false);
            await Task.Delay(Timeout.InfiniteTimeSpan, time, call.CancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (call.CancellationToken.IsCancellationRequested)
        {
        }
    }
}
