using ActorMigrate.Coordinator.Phases;
using ActorMigrate.Migration;
using ActorMigrate.Migration.Options;
using ActorMigrate.Postgres.Session;
using ActorMigrate.TestServers;
using Npgsql;

namespace ActorMigrate.Coordinator.Tests.Phases;

public sealed class FirstLookTests
{
    [Fact]
    public async Task It_holds_the_snapshot_until_it_is_disposed()
    {
        await using var scene = await Scene.CreateAsync();
        var look = FirstLook.Begin(scene.Request, default);

        var looked = await look.LookedAsync(default);

        Assert.Equal("public.apples", Assert.Single(looked.Plan.Relations).Source.ToString());
        Assert.NotNull(scene.Request.Keep.Snapshot);
        await look.DisposeAsync();
        Assert.Null(scene.Request.Keep.Snapshot);
        await scene.ShouldHoldNothingAsync();
    }

    [Fact]
    public async Task One_that_is_disposed_before_its_end_leaves_no_snapshot()
    {
        await using var scene = await Scene.CreateAsync();
        await using var blocker = await scene.Source.OpenAsync();
        await using var transaction = await blocker.BeginTransactionAsync();
        await using (var shut = new NpgsqlCommand("LOCK TABLE apples", blocker))
            await shut.ExecuteNonQueryAsync();
        var look = FirstLook.Begin(scene.Request, default);
        await Eventually.TrueAsync(async () => await scene.HoldersAsync() > 0, () => "the look has taken no snapshot");

        await look.DisposeAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => look.LookedAsync(default));
        await scene.ShouldHoldNothingAsync();
    }

    [Fact]
    public async Task A_run_that_takes_what_it_found_tells_its_notices_and_reads_under_its_snapshot()
    {
        await using var scene = await Scene.CreateAsync();
        await scene.Source.ExecuteAsync(
            "CREATE SCHEMA other; CREATE TYPE other.kind AS ENUM ('red'); ALTER TABLE apples ADD kind other.kind");
        var request = scene.Request with
            { Options = TestOptions.Plain with { Scope = new MigrationScope { SourceSchema = "public" } } };
        await using var look = FirstLook.Begin(request, default);
        var looked = await look.LookedAsync(default);
        await using var run = new Run(request);
        var told = new List<string>();
        run.Notice = told.Add;

        run.See(looked);

        Assert.Contains(told, words => words.Contains("other.kind", StringComparison.Ordinal));
        Assert.Equal(looked.Notices, told);
        Assert.Contains("PostgreSQL", run.Source, StringComparison.Ordinal);
        await using var session = await run.OpenSourceAsync(SessionPurpose.Catalog, default);
        await using var asked = new NpgsqlCommand("SELECT pg_current_snapshot()::text", session);
        Assert.Equal(looked.Read.Snapshot, await asked.ExecuteScalarAsync());
    }

    private sealed class Scene(TestDatabase source, TestDatabase target) : IAsyncDisposable
    {
        public TestDatabase Source => source;

        public RunRequest Request { get; } = new()
        {
            Id = new MigrationId(Guid.NewGuid()),
            Coordinator = new NodeId(Guid.NewGuid()),
            Source = source.As(Side.Source),
            Target = target.As(Side.Target),
            Options = TestOptions.Plain,
            ToolVersion = "test",
            Time = TimeProvider.System,
        };

        public static async Task<Scene> CreateAsync()
        {
            var scene = new Scene(await TestDatabase.CreateAsync(), await TestDatabase.CreateAsync());
            await scene.Source.ExecuteAsync("CREATE TABLE apples (id integer PRIMARY KEY)");
            return scene;
        }

        public Task<long> HoldersAsync() => source.ScalarAsync<long>(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND application_name LIKE 'actormigrate snapshot%'");

        /// <summary>A backend ends some moments after its session.</summary>
        public Task ShouldHoldNothingAsync() =>
            Eventually.TrueAsync(async () => await HoldersAsync() == 0, () => "a session holds the snapshot");

        public async ValueTask DisposeAsync()
        {
            await Request.Source.DisposeAsync();
            await Request.Target.DisposeAsync();
            await source.DisposeAsync();
            await target.DisposeAsync();
        }
    }
}
