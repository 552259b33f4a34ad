using Microsoft.Extensions.Logging;

namespace ActorMigrate.Host.Settings;

/// <summary>Log levels as users write and read them.</summary>
internal static class LogLevelNames
{
    private static readonly (string Name, LogLevel Level)[] _names =
    [
        ("debug", LogLevel.Debug),
        ("info", LogLevel.Information),
        ("warning", LogLevel.Warning),
        ("error", LogLevel.Error),
        ("off", LogLevel.None),
    ];

    public static IEnumerable<string> All => _names.Select(pair => pair.Name);

    public static bool TryRead(string text, out LogLevel level)
    {
        var index = Array.FindIndex(_names, pair => pair.Name == text);
        level = index < 0 ? LogLevel.None : _names[index].Level;
        return index >= 0;
    }

    /// <summary>Returns the name of a message's level; the levels outside of the list take the nearest one's.</summary>
    public static string Of(LogLevel level) => level switch
    {
        LogLevel.Trace => "debug",
        LogLevel.Critical => "error",
        _ => _names.First(pair => pair.Level == level).Name,
    };
}
