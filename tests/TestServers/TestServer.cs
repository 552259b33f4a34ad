using System.Collections.Concurrent;
using ActorMigrate.Migration.Failures;
using ActorMigrate.Postgres.LocalServers;
using Npgsql;

namespace ActorMigrate.TestServers;

/// <summary>Which server a test wants where the servers were given from outside, or are containers.</summary>
public enum TestSide
{
    /// <summary>The first of the given servers; a container for sources.</summary>
    Source,

    /// <summary>The last of the given servers; a container for targets.</summary>
    Target,
}

/// <summary>A server for tests: one a version and test process, started by its first use and ended with the process;
/// or, with ACTORMIGRATE_TEST_SERVERS=uri,uri, one that is there already (versions as they are);
/// or, with ACTORMIGRATE_TEST_SERVERS=containers, one in a container of the local Docker engine. <c>local</c> is the default.</summary>
public sealed class TestServer
{
    /// <summary>The environment variable that lists servers to use instead of throwaway ones.</summary>
    public const string Variable = "ACTORMIGRATE_TEST_SERVERS";

    /// <summary>The version that tests run on unless they ask for another.</summary>
    public const int DefaultMajor = 15;

    private const string LocalWord = "local";
    private const string ContainersWord = "containers";

    private static readonly ConcurrentDictionary<(int Major, TestSide Side), Lazy<Task<TestServer>>> Shared = new();

    private static readonly string Chosen = Environment.GetEnvironmentVariable(Variable)?.Trim() is { Length: > 0 } chosen
        ? chosen
        : LocalWord;

    private static readonly string[] Given = Chosen is LocalWord or ContainersWord
        ? []
        : Chosen.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private readonly ServerUri _uri;

    private TestServer(ServerUri uri, int majorVersion, LocalServer? local, bool isShared = true) =>
        (_uri, MajorVersion, Local, IsShared) = (uri, majorVersion, local, isShared);

    /// <summary>Starts a container with a server of a major version and returns its URI. Test projects that can take their servers from
    /// containers set it before their first test.</summary>
    public static Func<int, Task<string>>? StartContainerAsync { get; set; }

    /// <summary>The server's major version, which is not always the one asked for where servers were given.</summary>
    public int MajorVersion { get; }

    /// <summary>The throwaway server, or null where servers were given or are containers.</summary>
    public LocalServer? Local { get; }

    /// <summary>Tells whether many tests use it, so that none of them stops it.</summary>
    internal bool IsShared { get; }

    /// <summary>The libpq URI of its maintenance database.</summary>
    public string Uri => _uri.ToString();

    /// <summary>The shared server of a major version; with given servers and containers the one of <paramref name="side"/>.</summary>
    public static Task<TestServer> GetAsync(int major = DefaultMajor, TestSide side = TestSide.Source)
    {
        if (Given.Length > 0)
            return SharedAsync(0, side, () => UseAsync(side == TestSide.Source ? Given[0] : Given[^1]));
        return Chosen == ContainersWord
            ? SharedAsync(major, side, () => UseContainerAsync(major))
            : SharedAsync(major, TestSide.Source, () => StartAsync(major));
    }

    /// <summary>A throwaway server for one test alone, which may stop, crash or misconfigure it. The caller disposes it.</summary>
    public static async Task<LocalServer> StartOwnAsync(int major = DefaultMajor, IReadOnlyDictionary<string, string>? settings = null)
    {
        try
        {
            var folder = ServerFolder.Choose();
            return await LocalServer.StartAsync(new LocalServerOptions
            {
                MajorVersion = major,
                Settings = ServerFolder.Settings(folder, settings),
                ParentFolder = folder,
            });
        }
        catch (RefusedException refused)
        {
            // A test's output shows the message alone.
            throw new InvalidOperationException($"{refused.Message} {refused.Remedy}", refused);
        }
    }

    /// <summary>A server of a test's own, to make databases on.</summary>
    public static TestServer Of(LocalServer own)
    {
        ArgumentNullException.ThrowIfNull(own);
        return new TestServer(ServerUri.Parse(own.Uri), own.MajorVersion, own, isShared: false);
    }

    /// <summary>The libpq URI of one of its databases, with the password.</summary>
    public string UriOf(string database) => _uri.WithDatabase(database).ToString();

    /// <summary>The URI without the password, and the password: for programs whose arguments others can see.</summary>
    internal (string Uri, string? Password) OpenlyOf(string database) =>
        (_uri.WithDatabase(database).WithoutPassword().ToString(), _uri.Password);

    /// <summary>The Npgsql connection string of one of its databases; without a pool.</summary>
    public string ConnectionString(string database) => _uri.WithDatabase(database).ConnectionString();

    internal string PooledConnectionString(string database) => _uri.WithDatabase(database).ConnectionString(pooled: true);

    /// <summary>Runs statements in the maintenance database.</summary>
    public Task ExecuteAsync(string sql) => Statement.ExecuteAsync(_uri.ConnectionString(pooled: IsShared), sql);

    /// <summary>Removes what a test has made. A server that is down takes it along: an error here would be told instead of the one for
    /// which the test left its server down.</summary>
    public Task RemoveAsync(string sql) => Local is not null && ServerCrash.IsDown(Local) ? Task.CompletedTask : ExecuteAsync(sql);

    private static async Task<TestServer> StartAsync(int major)
    {
        // Tests share it, and a node that finds few connections free takes fewer slots.
        var server = await StartOwnAsync(major, new Dictionary<string, string> { ["max_connections"] = "300" });
        // The server ends with this process in any case; this waits until it has.
        AppDomain.CurrentDomain.ProcessExit += (_, _) => server.DisposeAsync().AsTask().Wait();
        return new TestServer(ServerUri.Parse(server.Uri), server.MajorVersion, server);
    }

    private static Task<TestServer> SharedAsync(int major, TestSide side, Func<Task<TestServer>> start) =>
        Shared.GetOrAdd((major, side), _ => new Lazy<Task<TestServer>>(start)).Value;

    private static async Task<TestServer> UseContainerAsync(int major)
    {
        var start = StartContainerAsync
            ?? throw new InvalidOperationException(
                $"Only the end-to-end tests run with {Variable}={ContainersWord}. Leave it out for these.");
        return await UseAsync(await start(major));
    }

    private static async Task<TestServer> UseAsync(string text)
    {
        var uri = ServerUri.Parse(text);
        await using var connection = new NpgsqlConnection(uri.ConnectionString());
        await connection.OpenAsync();
        return new TestServer(uri, connection.PostgreSqlVersion.Major, null);
    }
}
