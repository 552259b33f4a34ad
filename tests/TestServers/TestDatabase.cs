using ActorMigrate.Postgres.Connection;
using ActorMigrate.Postgres.Session;
using Npgsql;

namespace ActorMigrate.TestServers;

/// <summary>The options of a test's database; null takes the server's default.</summary>
public sealed record TestDatabaseOptions
{
    /// <summary>Its name; null makes one up.</summary>
    public string? Name { get; init; }

    /// <summary>Its encoding, such as <c>LATIN1</c>.</summary>
    public string? Encoding { get; init; }

    /// <summary>LC_COLLATE and LC_CTYPE, such as <c>C</c>.</summary>
    public string? Locale { get; init; }

    /// <summary>A locale of ICU by which it sorts, such as <c>en-US</c>.</summary>
    public string? IcuLocale { get; init; }

    /// <summary>A database of that server which it is a copy of; null copies an empty one.</summary>
    public string? Template { get; init; }

    /// <summary>Which of the given servers it is made on, where servers were given.</summary>
    public TestSide Side { get; init; }

    /// <summary>Tells whether the test's sessions read the database's types. Npgsql cannot where the name of a type's schema has a dot with
    /// much behind it; the program's sessions never do.</summary>
    public bool LoadsTypes { get; init; } = true;
}

/// <summary>A throwaway database for one test, dropped when it is disposed.</summary>
public sealed class TestDatabase : IAsyncDisposable
{
    private readonly bool loadsTypes;

    private TestDatabase(TestServer server, string name, bool loadsTypes = true) =>
        (Server, Name, this.loadsTypes) = (server, name, loadsTypes);

    /// <summary>The server that it is on.</summary>
    public TestServer Server { get; }

    /// <summary>Its name.</summary>
    public string Name { get; }

    /// <summary>Its libpq URI, with the password.</summary>
    public string Uri => Server.UriOf(Name);

    /// <summary>Its Npgsql connection string; without a pool.</summary>
    public string ConnectionString => Server.ConnectionString(Name) + Compatibility;

    /// <summary>A database that is there already. Disposing drops it.</summary>
    public static TestDatabase At(TestServer server, string name) => new(server, name);

    /// <summary>Makes a database on the shared server of a major version.</summary>
    public static async Task<TestDatabase> CreateAsync(int major = TestServer.DefaultMajor, TestDatabaseOptions? options = null) =>
        await CreateAsync(await TestServer.GetAsync(major, options?.Side ?? TestSide.Source), options);

    /// <summary>Makes a database on <paramref name="server"/>.</summary>
    public static async Task<TestDatabase> CreateAsync(TestServer server, TestDatabaseOptions? options = null)
    {
        options ??= new TestDatabaseOptions();
        var name = options.Name ?? $"test_{Guid.NewGuid():N}";
        var encoding = options.Encoding is null ? "" : $" ENCODING '{options.Encoding}'";
        var locale = options.Locale is null ? "" : $" LC_COLLATE '{options.Locale}' LC_CTYPE '{options.Locale}'";
        var icu = options.IcuLocale is null ? "" : $" LOCALE_PROVIDER icu ICU_LOCALE '{options.IcuLocale}'";
        if (options.Template is not null)
            Statement.Forget(At(server, options.Template).Pooled);
        await server.ExecuteAsync(
            $"CREATE DATABASE {Quote(name)} TEMPLATE {Quote(options.Template ?? "template0")}{encoding}{locale}{icu}{CopyOf(server)}");
        return new TestDatabase(server, name, options.LoadsTypes);
    }

    /// <summary>Returns it as the program reaches it, with nothing of this process's environment.</summary>
    public Database As(Side side) =>
        new(ServerConnection.Parse(Uri, side == Side.Source ? "source" : "target", new ConnectionEnvironment()), side);

    /// <summary>Opens a session in it.</summary>
    public async Task<NpgsqlConnection> OpenAsync()
    {
        var connection = new NpgsqlConnection(ConnectionString);
        await connection.OpenAsync();
        return connection;
    }

    /// <summary>Runs statements; nothing that they set for their session outlives them.</summary>
    public Task ExecuteAsync(string sql) => Statement.ExecuteAsync(Pooled, sql);

    /// <summary>The first column of the first row; the default of <typeparamref name="T"/> for NULL and for no row.</summary>
    public async Task<T?> ScalarAsync<T>(string sql)
    {
        var answer =
            WaitSessions.Current is { } kept ? await kept.ScalarAsync(ConnectionString, sql) : await Statement.ScalarAsync(Pooled, sql);
        return answer is T value ? value : default;
    }

    /// <summary>Runs psql with further arguments, without its start-up file and stopping at the
    /// first error; returns what it prints.</summary>
    public Task<string> PsqlAsync(params string[] arguments) => RunAsync("psql", ["-X", "-v", "ON_ERROR_STOP=1", .. arguments]);

    /// <summary>Runs pg_dump with further arguments; returns the dump without the lines that differ from run to run (restrict keys).
    /// The installed pg_dump must be at least of the server's version.</summary>
    public async Task<string> PgDumpAsync(params string[] arguments) =>
        string.Join('\n', (await RunAsync("pg_dump", arguments)).Split('\n')
            .Where(line => !line.StartsWith(@"\restrict ") && !line.StartsWith(@"\unrestrict ")));

    /// <summary>Runs pg_dumpall against its server with further arguments; the installed one must
    /// be at least of the server's version.</summary>
    public async Task<string> PgDumpAllAsync(params string[] arguments) =>
        string.Join('\n', (await RunAsync("pg_dumpall", arguments)).Split('\n')
            .Where(line => !line.StartsWith(@"\restrict ") && !line.StartsWith(@"\unrestrict ")));

    /// <summary>Drops it, whoever is connected.</summary>
    public async ValueTask DisposeAsync()
    {
        await Server.RemoveAsync($"DROP DATABASE IF EXISTS {Quote(Name)} WITH (FORCE)");
        Statement.Forget(Pooled);
    }

    private string Pooled => Server.IsShared ? Server.PooledConnectionString(Name) + Compatibility : ConnectionString;

    private string Compatibility => loadsTypes ? "" : ";Server Compatibility Mode=NoTypeLoading";

    // By files it costs a quarter of the processor's time that the newer way takes, which writes block by block what is in no cache.
    private static string CopyOf(TestServer server) => server.MajorVersion >= 15 ? " STRATEGY file_copy" : "";

    private static string Quote(string name) => '"' + name.Replace("\"", "\"\"", StringComparison.Ordinal) + '"';

    private Task<string> RunAsync(string program, string[] arguments)
    {
        var (uri, password) = Server.OpenlyOf(Name);
        return ClientProgram.RunAsync(program, ["-d", uri, .. arguments], password);
    }
}
