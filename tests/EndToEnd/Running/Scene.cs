using ActorMigrate.TestServers;

namespace ActorMigrate.EndToEnd.Tests.Running;

/// <summary>A source with a table large enough to be split into partitions and a small one beside it, and a target that has the large table
/// already, empty, with a gate in it (see <see cref="RowGate"/>).</summary>
internal sealed class Scene : IAsyncDisposable
{
    /// <summary>Rows of the large table.</summary>
    public const int Rows = 60_000;

    /// <summary>The row at which the gate stands: in the middle of a partition.</summary>
    private const int GateRow = 2_500;

    private bool targetIsGone;

    private Scene(TestDatabase source, TestDatabase target, RowGate gate) => (Source, Target, Gate) = (source, target, gate);

    public TestDatabase Source { get; }

    public TestDatabase Target { get; }

    public RowGate Gate { get; }

    /// <summary>The flags under which the large table is copied in partitions, into the table that stands there.</summary>
    public static string[] Partitioned { get; } =
        ["--truncate-existing-tables", "--partition-threshold", "10000 rows", "--max-partitions", "4", "--copy-slots", "2"];

    /// <summary>The flags under which it is copied whole.</summary>
    public static string[] Whole { get; } = ["--truncate-existing-tables", "--copy-slots", "2"];

    /// <summary>A quick retry, for a test's sake.</summary>
    public static Dictionary<string, string> QuickRetry { get; } = new()
    {
        ["ACTORMIGRATE_MIN_BACKOFF"] = "100 ms",
        ["ACTORMIGRATE_MAX_BACKOFF"] = "1 s",
        ["ACTORMIGRATE_POLL_INTERVAL"] = "200 ms",
    };

    /// <summary>Sets it up on the shared server, or on servers of its own; a row of the large table has 32 bytes <paramref name="repeats"/>
    /// times, and the gate stands at <paramref name="gateRow"/>, and at one of every so many rows after it.</summary>
    public static async Task<Scene> SetAsync(
        TestServer? sourceServer = null, TestServer? targetServer = null, int repeats = 5, int gateRow = GateRow,
        int gateEvery = int.MaxValue)
    {
        sourceServer ??= await TestServer.GetAsync();
        targetServer ??= await TestServer.GetAsync();
        var source = (await TestDatabase.CreateAsync(sourceServer)).Noted();
        await source.ExecuteAsync($"""
            CREATE TABLE large (id bigint PRIMARY KEY, filler text NOT NULL);
            INSERT INTO large SELECT g, repeat(md5(g::text), {repeats}) FROM generate_series(1, {Rows}) g;
            CREATE TABLE small (id int PRIMARY KEY, name text);
            INSERT INTO small SELECT g, 'name ' || g FROM generate_series(1, 1000) g;
            ANALYZE;
            """);
        var target = (await TestDatabase.CreateAsync(targetServer)).Noted();
        var gate = await RowGate.ShutAsync(target, gateRow, gateEvery);
        await target.ExecuteAsync(
            "CREATE TABLE large (id bigint PRIMARY KEY, filler text NOT NULL, CONSTRAINT gated CHECK (public.gate(id)))");
        return new Scene(source, target, gate);
    }

    /// <summary>Begins a migration and comes back when a copy waits at the gate, with the process
    /// id of its backend in the target.</summary>
    public async Task<(Task<CommandRun> Run, int Backend)> BeginAsync(string[] flags, params string[] more)
    {
        string[] arguments = ["migrate", "--source", Source.Uri, "--target", Target.Uri, .. flags, .. more];
        var run = Cli.RunAsync(arguments, QuickRetry, default);
        var arrival = Gate.WaitForCopyAsync();
        if (await Task.WhenAny(run, arrival) == run)
            Assert.Fail($"The run ended before its copy came to the gate:\n{(await run).Printed}");
        return (run, await arrival);
    }

    /// <summary>Ends the backends of the source or the target that have this application name, whatever their node.</summary>
    public static Task<long> EndBackendsAsync(TestDatabase database, string applicationName) => database.ScalarAsync<long>(
        "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = current_database() AND "
            + $"application_name LIKE '{applicationName}%'");

    /// <summary>Both tables hold in the target just what they hold in the source, and nothing of the ledger is left.</summary>
    public async Task ShouldBeExactAsync()
    {
        foreach (var table in new[] { "large", "small" })
            Assert.Equal(await ContentAsync(Source, table), await ContentAsync(Target, table));
        if (await Target.ScalarAsync<bool>("SELECT to_regnamespace('actormigrate') IS NOT NULL"))
        {
            Assert.Fail("The ledger is left: " + await Target.ScalarAsync<string>(
                "SELECT concat_ws(E'\\n', (SELECT string_agg(m::text, E'\\n') FROM actormigrate.migration m), "
                    + "(SELECT string_agg(n::text, E'\\n') FROM actormigrate.node n))"));
        }

        await Sessions.ShouldBeGoneAsync(Source);
        await Sessions.ShouldBeGoneAsync(Target);
    }

    /// <summary>The number of rows and a hash of them, whatever their order; a row that is there twice shows.</summary>
    public static async Task<(long Rows, string? Hash)> ContentAsync(TestDatabase database, string table) => (
        await database.ScalarAsync<long>($"SELECT count(*) FROM {table}"),
        await database.ScalarAsync<string>($"SELECT sum(hashtextextended(t::text, 0)::numeric)::text FROM {table} t"));

    /// <summary>The target's server has ended for good.</summary>
    public void ForgetTarget() => targetIsGone = true;

    public async ValueTask DisposeAsync()
    {
        await Gate.DisposeAsync();
        await Source.DisposeAsync();
        if (!targetIsGone)
            await Target.DisposeAsync();
    }
}
