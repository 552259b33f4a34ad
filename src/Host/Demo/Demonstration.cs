using System.Globalization;
using ActorMigrate.Migration;
using ActorMigrate.Postgres.LocalServers;

namespace ActorMigrate.Host.Demo;

/// <summary>Shows in a minute what the program does: two throwaway servers, a database, its migration.</summary>
internal sealed class Demonstration(TimeProvider clock) : IDemo
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(5);

    /// <inheritdoc />
    public async Task<Outcome> RunAsync(DemoSettings settings, IDemoStage stage, CancellationToken cancellationToken)
    {
        try
        {
            var summary = await MigrateAsync(settings, stage, cancellationToken);
            stage.Print("Both servers are stopped and removed." + (settings.Keep ? "" : " To look at both sides: actormigrate demo --keep"));
            return summary.Outcome;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            stage.Print("Stopped. Both servers are removed.");
            return Outcome.Stopped;
        }
    }

    private async Task<MigrationSummary> MigrateAsync(DemoSettings settings, IDemoStage stage, CancellationToken cancellationToken)
    {
        var scale = new DemoScale(settings.Scale);
        stage.Say("Starting two throwaway PostgreSQL servers ...");
        await using var servers = await DemoServers.StartAsync(scale, cancellationToken);
        stage.Say(Introduce(servers));
        await FillAsync(servers, scale, stage, cancellationToken);
        var summary = await stage.MigrateAsync(servers.SourceUri, servers.TargetUri, cancellationToken);
        if (settings.Keep)
            await KeepAsync(servers, stage, cancellationToken);
        return summary;
    }

    private static string Introduce(DemoServers servers)
    {
        var account = Environment.IsPrivilegedProcess ? $", under the account '{ServerAccount.Current.Name}'" : "";
        return $"PostgreSQL {servers.Source.MajorVersion} on port {servers.Source.Port} is the source, "
            + $"{servers.Target.MajorVersion} on port {servers.Target.Port} the target{account}.";
    }

    private async Task FillAsync(DemoServers servers, DemoScale scale, IDemoStage stage, CancellationToken cancellationToken)
    {
        stage.Say(string.Create(CultureInfo.InvariantCulture, $"Filling the source with {scale.Rows:N0} rows in the shape of Stack Overflow's ..."));
        var start = clock.GetTimestamp();
        var progress = new FillProgress();
        var filling = DemoDatabase.FillAsync(servers.SourceUri, scale.Scale, progress, cancellationToken);
        while (await Task.WhenAny(filling, Task.Delay(Period, clock, CancellationToken.None)) != filling)
            stage.Say(string.Create(CultureInfo.InvariantCulture, $"  {clock.GetElapsedTime(start).TotalSeconds:0} s: {progress} ..."));
        await filling;
        stage.Say(string.Create(CultureInfo.InvariantCulture, $"Filled in {clock.GetElapsedTime(start).TotalSeconds:0.0} s."));
    }

    private static async Task KeepAsync(DemoServers servers, IDemoStage stage, CancellationToken cancellationToken)
    {
        stage.Print("To look at both sides:");
        stage.Print($"  source  psql {servers.SourceUri}");
        stage.Print($"  target  psql {servers.TargetUri}");
        stage.Print($"Both servers run until you press ^C here, or end this process: kill {Environment.ProcessId}");
        var asked = new TaskCompletionSource();
        await using var registration = cancellationToken.Register(asked.SetResult);
        await asked.Task;
    }
}
