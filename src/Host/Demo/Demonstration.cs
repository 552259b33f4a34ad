using System.Globalization;
using ActorMigrate.Coordinator.Directing;
using ActorMigrate.Host.Settings;
using ActorMigrate.Host.Wording;
using ActorMigrate.Migration;
using ActorMigrate.Migration.Directing;
using ActorMigrate.Migration.Failures;
using ActorMigrate.Migration.Summary;
using ActorMigrate.Postgres.Connection;
using ActorMigrate.Postgres.LocalServers;
using ActorMigrate.Postgres.Session;
using Npgsql;

namespace ActorMigrate.Host.Demo;

/// <summary>Shows in a minute what the program does: two throwaway servers, a database, its migration.</summary>
internal sealed class Demonstration(TimeProvider clock) : IDemo
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(5);

    /// <summary>The copy is so slow that it would take this long; it goes on at full speed when a
    /// worker has been killed in its middle.</summary>
    private const int SecondsToKill = 300;

    /// <summary>The copy is so slow that it would take this long; it goes on at full speed when the workers are at work. Else a small
    /// database would be copied before the workers have joined.</summary>
    private const int SecondsToGather = 60;

    /// <inheritdoc />
    public async Task<Outcome> RunAsync(DemoSettings settings, IDemoStage stage, CancellationToken cancellationToken)
    {
        try
        {
            var summary = await MigrateAsync(settings, stage, cancellationToken);
            stage.Print(
                "Both servers are stopped and removed." + (settings.Keep ? "" : " To look at both sides: actormigrate demo --keep"));
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
        // Started before the source is filled, they are there when the migration begins.
        await using var workers = DemoWorkers.Start(servers, settings, cancellationToken);
        await FillAsync(servers, scale, stage, cancellationToken);
        var summary = await MigrateAsync(settings, servers, workers, stage, cancellationToken);
        if (settings.Keep)
            await KeepAsync(servers, stage, cancellationToken);
        return summary;
    }

    private async Task<MigrationSummary> MigrateAsync(
        DemoSettings settings, DemoServers servers, DemoWorkers workers, IDemoStage stage, CancellationToken cancellationToken)
    {
        var migration = new DemoMigration(servers.SourceUri, servers.TargetUri)
            { NextStep = summary => NextStep(summary, staysUp: settings.Keep && !cancellationToken.IsCancellationRequested) };
        if (settings.Nodes == 1)
            return await stage.MigrateAsync(migration, cancellationToken);
        stage.Say($"{settings.Nodes} nodes migrate: this process is {DemoWorkers.Coordinator}, "
            + $"{string.Join(", ", workers.All.Select(worker => $"{worker.Name} is process {worker.Id}"))}.");
        var named = new Dictionary<string, string>
            { [KnownSettings.NodeName.Key] = DemoWorkers.Coordinator, [KnownSettings.CopySlots.Key] = workers.CopySlots };
        var summary = settings.Kill
            ? await MigrateAndKillAsync(settings, servers, workers, migration with { Settings = named }, stage, cancellationToken)
            : await MigrateTogetherAsync(settings, servers, migration with { Settings = named }, stage, cancellationToken);
        foreach (var worker in workers.All)
        {
            if (await worker.EarlyEndAsync(summary.Outcome) is { } early)
                stage.Print(early);
        }

        return summary;
    }

    private Task<MigrationSummary> MigrateTogetherAsync(
        DemoSettings settings, DemoServers servers, DemoMigration migration, IDemoStage stage, CancellationToken cancellationToken)
    {
        if (settings.HasRate)
            return stage.MigrateAsync(migration, cancellationToken);
        var slow = Limited(migration, settings, SecondsToGather, "the workers are at work, too", stage);
        var gathering = new NodesGathering(settings.Nodes, clock, gathered: () => _ = LiftRateAsync(servers, stage));
        return stage.MigrateAsync(slow with { Watch = gathering.Watch }, cancellationToken);
    }

    private async Task<MigrationSummary> MigrateAndKillAsync(
        DemoSettings settings, DemoServers servers, DemoWorkers workers, DemoMigration migration, IDemoStage stage,
        CancellationToken cancellationToken)
    {
        // That nothing is lost or doubled is to be seen in every value.
        migration = With(migration, KnownSettings.Validate.Key, "full");
        if (!settings.HasRate)
            migration = Limited(migration, settings, SecondsToKill, "a worker is killed in the middle of it", stage);

        var kill =
            new WorkerKill(workers.All, clock, killed: () => _ = settings.HasRate ? Task.CompletedTask : LiftRateAsync(servers, stage));
        var summary = await stage.MigrateAsync(migration with { Watch = kill.Watch }, cancellationToken);
        foreach (var line in kill.Tell(summary))
            stage.Print(line);
        return summary;
    }

    /// <summary>Returns the migration with a copy that takes so many seconds, until <see cref="LiftRateAsync"/>.</summary>
    private static DemoMigration Limited(DemoMigration migration, DemoSettings settings, int seconds, string until, IDemoStage stage)
    {
        var rate = Math.Max(SettingForms.LeastRate, new DemoScale(settings.Scale).CopyBytes / seconds);
        stage.Say($"The copy is limited to {Amounts.BytesPerSecond(rate)} until {until}.");
        return With(migration, KnownSettings.MaxRate.Key, string.Create(CultureInfo.InvariantCulture, $"{rate} B"));
    }

    private static DemoMigration With(DemoMigration migration, string key, string value) =>
        migration with { Settings = new Dictionary<string, string>(migration.Settings) { [key] = value } };

    /// <summary>Has the rest copied at full speed. Where that fails, the copy is slow and as exact.</summary>
    private static async Task LiftRateAsync(DemoServers servers, IDemoStage stage)
    {
        try
        {
            await using var target =
                new Database(ServerConnection.Parse(servers.TargetUri, "target", ConnectionEnvironment.OfProcess()), Side.Target);
            await Direct.GiveAsync(target, new DirectiveDraft(DirectiveVerb.Set, MaxRate: 0), CancellationToken.None);
        }
        catch (Exception slow) when (slow is RefusedException or NpgsqlException or IOException or TimeoutException)
        {
            stage.Say($"The copy stays slow, because its limit could not be removed: {slow.Message}");
        }
    }

    private static string Introduce(DemoServers servers)
    {
        var account = Environment.IsPrivilegedProcess ? $", under the account '{ServerAccount.Current.Name}'" : "";
        return $"PostgreSQL {servers.Source.MajorVersion} on port {servers.Source.Port} is the source, "
            + $"{servers.Target.MajorVersion} on port {servers.Target.Port} the target{account}.";
    }

    private async Task FillAsync(DemoServers servers, DemoScale scale, IDemoStage stage, CancellationToken cancellationToken)
    {
        stage.Say(string.Create(
            CultureInfo.InvariantCulture, $"Filling the source with {scale.Rows:N0} rows in the shape of Stack Overflow's ..."));
        var start = clock.GetTimestamp();
        var progress = new FillProgress();
        var filling = DemoDatabase.FillAsync(servers.SourceUri, scale.Scale, progress, cancellationToken);
        while (await Task.WhenAny(filling, Task.Delay(Period, clock, CancellationToken.None)) != filling)
            stage.Say(string.Create(CultureInfo.InvariantCulture, $"  {clock.GetElapsedTime(start).TotalSeconds:0} s: {progress} ..."));
        await filling;
        stage.Say(string.Create(CultureInfo.InvariantCulture, $"Filled in {clock.GetElapsedTime(start).TotalSeconds:0.0} s."));
    }

    /// <summary>Returns the step that is possible with the servers that are left. A ^C ends them, with <c>--keep</c>, too.</summary>
    private static string? NextStep(MigrationSummary summary, bool staysUp) => summary.Outcome switch
    {
        Outcome.Succeeded => null,
        _ when staysUp => summary.NextStep,
        Outcome.Stopped => "The servers end with the demonstration, so nothing of it can be resumed. Begin anew with actormigrate demo.",
        _ => "The servers end with the demonstration. Let it fail again with actormigrate demo --keep, and look at both sides.",
    };

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
