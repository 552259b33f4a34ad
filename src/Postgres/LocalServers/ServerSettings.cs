using System.Globalization;

namespace ActorMigrate.Postgres.LocalServers;

/// <summary>The configuration file of a throwaway server: it need not survive a crash of the machine, so nothing waits for the disk;
/// it does survive a crash of its own processes, with every commit.</summary>
internal static class ServerSettings
{
    private static readonly Dictionary<string, string> Defaults = new()
    {
        ["listen_addresses"] = "127.0.0.1",
        ["max_connections"] = "100",
        ["shared_buffers"] = "64MB",
        ["fsync"] = "off",
        ["full_page_writes"] = "off",
        ["max_wal_size"] = "2GB",
        ["wal_level"] = "replica",
        ["password_encryption"] = "scram-sha-256",
        ["TimeZone"] = "UTC",
        ["log_timezone"] = "UTC",
        ["log_line_prefix"] = "%m [%p] %a ",
        ["lc_messages"] = "C",
    };

    public static string Render(int port, string socketFolder, IReadOnlyDictionary<string, string> chosen)
    {
        var all = new Dictionary<string, string>(Defaults, StringComparer.OrdinalIgnoreCase)
        {
            ["port"] = port.ToString(CultureInfo.InvariantCulture),
            ["unix_socket_directories"] = socketFolder,
        };
        foreach (var (name, value) in chosen)
            all[name] = value;
        // The server refuses to start with senders at this level.
        if (all["wal_level"] == "minimal")
            all.TryAdd("max_wal_senders", "0");
        return string.Concat(all.Select(setting => $"{setting.Key} = '{setting.Value.Replace("'", "''", StringComparison.Ordinal)}'\n"));
    }
}
