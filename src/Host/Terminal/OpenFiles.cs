using System.Globalization;
using ActorMigrate.Migration;

namespace ActorMigrate.Host.Terminal;

/// <summary>The limit of files that this process may have open. Its assemblies take about 200; when it may not open the next one, the
/// runtime ends with any error, or none.</summary>
internal static class OpenFiles
{
    /// <summary>Enough for every assembly, and for the sessions of a run with the default slots.</summary>
    internal const int Fewest = 256;

    private const string Limits = "/proc/self/limits";
    private const string Title = "Max open files";

    /// <summary>Ends with one line and the remedy where the limit is too low. The runtime has raised it as far as the system
    /// lets it. Nothing is known of it but on Linux, where it is often low in containers and services.</summary>
    public static int? Refusal()
    {
        if (Limit(OperatingSystem.IsLinux() ? Lines() : []) is not { } limit || limit >= Fewest)
            return null;
        Console.Error.WriteLine($"actormigrate: This process may open only {limit} files, and needs {Fewest}.");
        Console.Error.WriteLine("Raise the limit, with ulimit -n 1024 or LimitNOFILE=1024 in a systemd unit, and run the command again.");
        return (int)Outcome.Refused;
    }

    /// <summary>Reads the limit from the lines of <c>/proc/self/limits</c>; null where they do not tell.</summary>
    internal static long? Limit(IEnumerable<string> lines)
    {
        foreach (var line in lines)
        {
            if (!line.StartsWith(Title, StringComparison.Ordinal))
                continue;
            var soft = line[Title.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries).FirstOrDefault();
            return long.TryParse(soft, CultureInfo.InvariantCulture, out var limit) ? limit : null;
        }

        return null;
    }

    private static string[] Lines()
    {
        try
        {
            return File.ReadAllLines(Limits);
        }
        catch (Exception closed) when (closed is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
