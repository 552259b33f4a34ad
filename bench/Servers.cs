using ActorMigrate.Postgres.LocalServers;

namespace ActorMigrate.Bench;

/// <summary>The servers of a measurement: as PostgreSQL is installed, with fsync, but for memory and WAL that fit the workloads.</summary>
internal static class Servers
{
    private static readonly Dictionary<string, string> Common = new()
    {
        ["fsync"] = "on",
        ["full_page_writes"] = "on",
        ["shared_buffers"] = "512MB",
        ["max_wal_size"] = "8GB",
        ["checkpoint_timeout"] = "30min",
        // pg_dump locks each table and index of a workload.
        ["max_locks_per_transaction"] = "256",
    };

    private static readonly Dictionary<string, string> Counting = new() { ["log_statement"] = "all" };

    public static IReadOnlyDictionary<string, string> Settings(Options options) =>
        new Dictionary<string, string>(Common.Concat(options.Settings.ExceptBy(Common.Keys, pair => pair.Key))
            .Select(pair => KeyValuePair.Create(pair.Key, options.Settings.GetValueOrDefault(pair.Key, pair.Value))));

    // 15 is what the oldest peer knows.
    public static Task<LocalServer> StartAsync(Options options, bool counts = false) => LocalServer.StartAsync(new LocalServerOptions
    {
        MajorVersion = 15,
        Settings = new Dictionary<string, string>(Settings(options).Concat(counts ? Counting : [])),
    });

    /// <summary>The messages with statements that a server which counts has been sent.</summary>
    public static long Statements(LocalServer server) =>
        File.ReadLines(Path.Combine(server.SocketFolder, "log"))
            .LongCount(line => line.Contains(" LOG:  statement: ", StringComparison.Ordinal)
                || line.Contains(" LOG:  execute ", StringComparison.Ordinal));
}
