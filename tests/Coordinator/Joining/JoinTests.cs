using ActorMigrate.Control.Plan;
using ActorMigrate.Coordinator.Joining;
using ActorMigrate.Coordinator.Tests.Actors;
using ActorMigrate.Migration;
using ActorMigrate.Migration.Failures;
using ActorMigrate.Postgres;

namespace ActorMigrate.Coordinator.Tests.Joining;

public sealed class JoinTests
{
    [Fact]
    public async Task A_process_that_comes_back_joins_its_own_migration_and_not_one_that_has_begun_since()
    {
        await using var crew = await Crew.CreateAsync();
        await WriteOptionsAsync(crew);
        await crew.ExecuteAsync(
            "INSERT INTO actormigrate.snapshot (migration, node, id) SELECT id, coordinator, '1' FROM actormigrate.migration");
        var first = RequestOf(crew);

        Assert.Equal(crew.Migration, (await Join.FindMigrationAsync(first, wait: false, default)).Id);
        Assert.Equal(
            crew.Migration, (await Join.FindMigrationAsync(first with { TookPartIn = crew.Migration }, wait: false, default)).Id);
        var over = await Assert.ThrowsAsync<MigrationOverException>(
            () => Join.FindMigrationAsync(first with { TookPartIn = new MigrationId(Guid.NewGuid()) }, wait: false, default));
        Assert.Null(over.Outcome);
    }

    [Fact]
    public async Task A_process_that_comes_back_is_told_how_its_migration_has_ended()
    {
        await using var crew = await Crew.CreateAsync();
        await WriteOptionsAsync(crew);
        await crew.ExecuteAsync("UPDATE actormigrate.migration SET outcome = 'Stopped'");

        var over = await Assert.ThrowsAsync<MigrationOverException>(
            () => Join.FindMigrationAsync(RequestOf(crew) with { TookPartIn = crew.Migration }, wait: false, default));
        await Assert.ThrowsAsync<RefusedException>(() => Join.FindMigrationAsync(RequestOf(crew), wait: false, default));

        Assert.Equal(Outcome.Stopped, over.Outcome);
    }

    [Theory]
    [InlineData("UPDATE actormigrate.migration SET outcome = 'Stopped'", "No migration runs into")]
    [InlineData("SELECT", "The migration in")]
    public async Task A_process_that_waits_says_once_what_it_waits_for(string before, string words)
    {
        await using var crew = await Crew.CreateAsync();
        await WriteOptionsAsync(crew);
        await crew.ExecuteAsync(before);
        var notices = new List<string>();
        var time = new SteppingLooks(looks: 3);
        using var stop = new CancellationTokenSource();
        time.Done = stop.Cancel;

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Join.FindMigrationAsync(
            RequestOf(crew) with { OnNotice = notices.Add, Time = time }, wait: true, stop.Token));

        Assert.StartsWith(words, Assert.Single(notices), StringComparison.Ordinal);
    }

    /// <summary>A clock whose waits end at once, and which calls back at the last of some.</summary>
    private sealed class SteppingLooks(int looks) : TimeProvider
    {
        private int waited;

        public Action Done { get; set; } = () => { };

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            if (++waited == looks)
                Done();
            return base.CreateTimer(callback, state, TimeSpan.Zero, period);
        }
    }

    [Theory]
    [InlineData(true, Outcome.Succeeded)]
    [InlineData(false, Outcome.Stopped)]
    public void Only_a_worker_takes_a_ledger_that_is_gone_for_success(bool isWorker, Outcome outcome)
    {
        var end = NodeSummary.LedgerGoneWhileAway(isWorker);

        Assert.Equal(outcome, end.Outcome);
        Assert.Equal(isWorker, end.Next is null);
    }

    private static Task WriteOptionsAsync(Crew crew) => crew.ExecuteAsync(
        $"UPDATE actormigrate.migration SET options = {Literal.Quote(PayloadJson.Write(crew.Request.Options))}");

    private static NodeRequest RequestOf(Crew crew) => new()
    {
        Node = new NodeId(Guid.NewGuid()),
        Source = crew.Request.Source,
        Target = crew.Request.Target,
        Options = crew.Request.Options.Node,
        ToolVersion = "test",
        Time = TimeProvider.System,
    };
}
