using ActorMigrate.Host.Demo;
using ActorMigrate.Migration;
using ActorMigrate.Migration.Summary;
using Npgsql;

namespace ActorMigrate.Host.Tests.Demo;

public sealed class DemonstrationTests
{
    private static readonly DemoSettings Small = new(0.001, Keep: false);

    [Fact]
    public async Task It_migrates_between_two_servers_that_are_gone_afterwards()
    {
        var stage = new Stage();

        var outcome = await new Demonstration(TimeProvider.System).RunAsync(Small, stage, CancellationToken.None);

        Assert.Equal(Outcome.Succeeded, outcome);
        Assert.Equal(500, stage.PostsInSource);
        Assert.Equal(2, stage.Servers.Distinct().Count());
        await AssertNoneAnswersAsync(stage);
        Assert.Contains(stage.Printed, line => line.Contains("--keep", StringComparison.Ordinal));
    }

    [Fact]
    public async Task It_tells_how_far_the_source_is_filled()
    {
        var stage = new Stage();

        await new Demonstration(new ImpatientClock()).RunAsync(Small, stage, CancellationToken.None);

        Assert.Contains(stage.Said, line => line.Contains(" of 9 tables are filled", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_migrations_outcome_is_the_demonstrations()
    {
        var stage = new Stage { Outcome = Outcome.ValidationFailed };

        Assert.Equal(Outcome.ValidationFailed, await new Demonstration(TimeProvider.System).RunAsync(Small, stage, CancellationToken.None));
    }

    [Fact]
    public async Task Kept_servers_stay_until_they_are_stopped_and_say_how_to_look_at_them()
    {
        var stage = new Stage();
        using var stop = new CancellationTokenSource();

        var run = new Demonstration(TimeProvider.System).RunAsync(Small with { Keep = true }, stage, stop.Token);
        await stage.SaidHowToStop.Task;
        Assert.False(run.IsCompleted);
        Assert.Equal(2, stage.Printed.Count(line => line.Contains("psql postgresql://", StringComparison.Ordinal)));
        await stop.CancelAsync();

        Assert.Equal(Outcome.Succeeded, await run);
        await AssertNoneAnswersAsync(stage);
    }

    [Theory]
    [InlineData(Outcome.Stopped, false, "actormigrate demo.")]
    [InlineData(Outcome.FinishedWithFailures, false, "actormigrate demo --keep")]
    [InlineData(Outcome.Stopped, true, "actormigrate resume")]
    [InlineData(Outcome.FinishedWithFailures, true, "actormigrate resume")]
    public async Task The_next_step_is_one_that_the_servers_are_there_for(Outcome outcome, bool keep, string step)
    {
        using var stop = new CancellationTokenSource();
        var stage = new Stage { Outcome = outcome };

        var run = new Demonstration(TimeProvider.System).RunAsync(Small with { Keep = keep }, stage, stop.Token);
        if (keep)
        {
            await stage.SaidHowToStop.Task;
            await stop.CancelAsync();
        }

        await run;

        Assert.Contains(step, stage.NextStep, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stop_while_it_migrates_ends_both_servers()
    {
        using var stop = new CancellationTokenSource();
        var stage = new Stage { WhileMigrating = stop.Cancel };

        Assert.Equal(Outcome.Stopped, await new Demonstration(TimeProvider.System).RunAsync(Small, stage, stop.Token));
        await AssertNoneAnswersAsync(stage);
    }

    // Another server may have come to such a port by now; it does not take the password of the demonstration's.
    private static async Task AssertNoneAnswersAsync(Stage stage)
    {
        Assert.NotEmpty(stage.Servers);
        foreach (var server in stage.Servers)
            await Assert.ThrowsAnyAsync<NpgsqlException>(() => Stage.CountAsync(server, "SELECT count(*) FROM pg_class"));
    }

    /// <summary>Timers go off at once.</summary>
    private sealed class ImpatientClock : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            base.CreateTimer(callback, state, TimeSpan.FromMilliseconds(1), period);
    }

    private sealed class Stage : IDemoStage
    {
        public Outcome Outcome { get; init; }

        public Action WhileMigrating { get; init; } = () => { };

        public List<string> Said { get; } = [];

        public List<string> Printed { get; } = [];

        public List<string> Servers { get; } = [];

        public long PostsInSource { get; private set; }

        public string? NextStep { get; private set; }

        public TaskCompletionSource SaidHowToStop { get; } = new();

        public void Say(string line) => Said.Add(line);

        public void Print(string line)
        {
            Printed.Add(line);
            if (line.Contains("^C", StringComparison.Ordinal))
                SaidHowToStop.SetResult();
        }

        public async Task<MigrationSummary> MigrateAsync(DemoMigration migration, CancellationToken cancellationToken)
        {
            var (source, target) = (migration.Source, migration.Target);
            PostsInSource = await CountAsync(source, "SELECT count(*) FROM posts");
            Assert.Equal(0, await CountAsync(target, "SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace"));
            Servers.AddRange([source, target]);
            WhileMigrating();
            cancellationToken.ThrowIfCancellationRequested();
            var summary = new MigrationSummary
            {
                Id = new MigrationId(Guid.NewGuid()),
                Outcome = Outcome,
                Message = "",
                NextStep = "Go on with actormigrate resume.",
                Source = "",
                Target = "",
                StartedAt = DateTimeOffset.UnixEpoch,
                Seconds = 0,
                Phases = [],
                Tables = [],
                NotMigrated = [],
                Findings = [],
            };
            NextStep = migration.NextStep(summary);
            return summary;
        }

        public static async Task<long> CountAsync(string text, string sql)
        {
            var uri = new Uri(text);
            var password = uri.UserInfo.Split(':')[1];
            await using var connection = new NpgsqlConnection(
                $"Host={uri.Host};Port={uri.Port};Username=postgres;Password={password};Database={uri.AbsolutePath[1..]};Pooling=false");
            await connection.OpenAsync();
            await using var command = new NpgsqlCommand(sql, connection);
            return (long)(await command.ExecuteScalarAsync())!;
        }
    }
}
