using System.Globalization;

namespace ActorMigrate.Bench;

/// <summary>What the processes below one have used, as the kernel counts it.</summary>
internal static class ProcessTree
{
    private const double TicksPerSecond = 100;

    /// <summary>Processor seconds of a server: its postmaster, the children that live, and those that have ended.</summary>
    public static double ServerSeconds(int postmaster) =>
        Below(postmaster).Sum(pid => Fields(pid) is { } fields ? fields[11..(pid == postmaster ? 15 : 13)].Sum(Number) : 0)
            / TicksPerSecond;

    /// <summary>Bytes that a process and those below it hold for themselves (RssAnon).</summary>
    public static long Memory(int root) => Below(root).Sum(Anonymous);

    private static IEnumerable<int> Below(int root)
    {
        var parents = Directory.GetDirectories("/proc").Select(Path.GetFileName)
            .Select(name => int.TryParse(name, CultureInfo.InvariantCulture, out var pid) ? pid : 0).Where(pid => pid > 0)
            .ToDictionary(pid => pid, pid => Fields(pid) is { } fields ? (int)Number(fields[1]) : 0);
        var children = parents.ToLookup(pair => pair.Value, pair => pair.Key);
        var found = new List<int> { root };
        for (var i = 0; i < found.Count; i++)
            found.AddRange(children[found[i]]);
        return found;
    }

    // The fields of /proc/PID/stat from the third on, the state; the second, the name, may hold blanks.
    private static string[]? Fields(int pid) =>
        Read($"/proc/{pid}/stat") is { } text ? text[(text.LastIndexOf(')') + 2)..].Split(' ') : null;

    private static long Anonymous(int pid) =>
        Read($"/proc/{pid}/status")?.Split('\n').FirstOrDefault(line => line.StartsWith("RssAnon:", StringComparison.Ordinal)) is { } line
            ? Number(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2].Split('\t')[^1]) * 1024
            : 0;

    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);

    // A process may end between two looks.
    private static string? Read(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (IOException)
        {
            return null;
        }
    }
}
