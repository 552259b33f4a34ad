using System.Globalization;

namespace ActorMigrate.TestServers;

/// <summary>Where throwaway servers of tests keep their data: in memory, where there is much of it. Making and removing the thousand files
/// of a server, and the three hundred of a database, costs a file system on a disk ten times as much of the processor's time.</summary>
internal static class ServerFolder
{
    private const string Memory = "/dev/shm";

    // What the servers of two test projects at once come to is about 3 GB.
    private const long Enough = 6L << 30;
    private const long EnoughInAll = 12L << 30;

    /// <summary>The folder for the next server, or null for the system's temporary one.</summary>
    public static string? Choose() => Directory.Exists(Memory) && HasRoom() ? Memory : null;

    /// <summary>The settings of a server in this folder: in memory its log of writes is kept short. Compiling a query costs more than any
    /// query of a test.</summary>
    public static IReadOnlyDictionary<string, string> Settings(string? folder, IReadOnlyDictionary<string, string>? wanted)
    {
        var all = new Dictionary<string, string>(wanted ?? new Dictionary<string, string>());
        all.TryAdd("jit", "off");
        if (folder is not null)
            all.TryAdd("max_wal_size", "256MB");
        return all;
    }

    // The limit of a container is known to the runtime alone.
    private static bool HasRoom() =>
        GC.GetGCMemoryInfo().TotalAvailableMemoryBytes >= EnoughInAll && new DriveInfo(Memory).AvailableFreeSpace >= Enough
            && AvailableMemory() >= Enough;

    private static long AvailableMemory()
    {
        const string name = "MemAvailable:";
        var line = File.ReadLines("/proc/meminfo").FirstOrDefault(line => line.StartsWith(name, StringComparison.Ordinal));
        return line is null
            ? 0
            : long.Parse(line[name.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries)[0], CultureInfo.InvariantCulture) << 10;
    }
}
