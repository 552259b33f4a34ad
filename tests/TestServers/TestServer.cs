using System.Collections.Concurrent;
using ActorMigrate.Migration;
using ActorMigrate.Postgres.Servers;
using Npgsql;

namespace ActorMigrate.TestServers;

/// <summary>Which server a test wants where the servers were given from outside.</summary>
public enum TestSide
{
    /// <summary>The first of the given servers.</summary>
    Source,

    /// <summary>The last of the given servers.</summary>
    Target,
}

/// <summary>A server for tests: one a version and test process, started by its first use and ended with the process;
/// or, with ACTORMIGRATE_TEST_SERVERS=uri,uri, one that is there already (versions as they are).</summary>
public sealed class TestServer
{
    /// <summary>The environment variable that lists servers to use instead of throwaway ones.</summary>
    public const string Variable = "ACTORMIGRATE_TEST_SERVERS";

    /// <summary>The version that tests run on unless they ask for another.</summary>
    public const int DefaultMajor = 15;

    private static readonly ConcurrentDictionary<int, Lazy<Task<TestServer>>> Shared = new();

    private static readonly string[] Given =
        (Environment.GetEnvironmentVariable(Variable) ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private readonly ServerUri _uri;

    private TestServer(ServerUri uri, int majorVersion, LocalServer? local) =>
        (_uri, MajorVersion, Local) = (uri, majorVersion, local);

    /// <summary>The server's major version, which is not always the one asked for where servers were given.</summary>
    public int MajorVersion { get; }

    /// <summary>The throwaway server, or null where servers were given.</summary>
    public LocalServer? Local { get; }

    /// <summary>The libpq URI of its maintenance database.</summary>
    public string Uri => _uri.ToString();

    /// <summary>The shared server of a major version; with given servers the one of <paramref name="side"/>.</summary>
    public static Task<TestServer> GetAsync(int major = DefaultMajor, TestSide side = TestSide.Source)
    {
        var key = Given.Length > 0 ? -1 - (int)side : major;
        return Shared.GetOrAdd(key, k => new Lazy<Task<TestServer>>(() => k < 0 ? UseGivenAsync(side) : StartAsync(k))).Value;
    }

    /// <summary>A throwaway server for one test alone, which may stop, crash or misconfigure it. The caller disposes it.</summary>
    public static async Task<LocalServer> StartOwnAsync(int major = DefaultMajor, IReadOnlyDictionary<string, string>? settings = null)
    {
        try
        {
            return await LocalServer.StartAsync(new LocalServerOptions
            {
                MajorVersion = major,
                Settings = settings ?? new Dictionary<string, string>(),
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
        return new TestServer(ServerUri.Parse(own.Uri), own.MajorVersion, own);
    }

    /// <summary>The libpq URI of one of its databases, with the password.</summary>
    public string UriOf(string database) => _uri.WithDatabase(database).ToString();

    /// <summary>The URI without the password, and the password: for programs whose arguments others can see.</summary>
    internal (string Uri, string? Password) OpenlyOf(string database) =>
        (_uri.WithDatabase(database).WithoutPassword().ToString(), _uri.Password);

    /// <summary>The Npgsql connection string of one of its databases; without a pool.</summary>
    public string ConnectionString(string database) => _uri.WithDatabase(database).ConnectionString();

    /// <summary>Runs statements in the maintenance database.</summary>
    public async Task ExecuteAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(_uri.ConnectionString());
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync();
    }

    private static async Task<TestServer> StartAsync(int major)
    {
        // Tests share it, and a node that finds few connections free takes fewer slots.
        var server = await StartOwnAsync(major, new Dictionary<string, string> { ["max_connections"] = "300" });
        // The server ends with this process in any case; this waits until it has.
        AppDomain.CurrentDomain.ProcessExit += (_, _) => server.DisposeAsync().AsTask().Wait();
        return new TestServer(ServerUri.Parse(server.Uri), server.MajorVersion, server);
    }

    private static async Task<TestServer> UseGivenAsync(TestSide side)
    {
        var uri = ServerUri.Parse(side == TestSide.Source ? Given[0] : Given[^1]);
        await using var connection = new NpgsqlConnection(uri.ConnectionString());
        await connection.OpenAsync();
        return new TestServer(uri, connection.PostgreSqlVersion.Major, null);
    }
}
