using ActorMigrate.Host.Settings;

namespace ActorMigrate.Host.Terminal;

/// <summary>Decides whether standard error is to be JSON lines, as far as that is known before the settings are read.</summary>
internal static class LogChoice
{
    /// <summary>Reads it from the words of the command line, or where these do not say it from the environment.</summary>
    public static bool IsJson(IEnumerable<string> words, IReadOnlyDictionary<string, string> environment)
    {
        var (flag, given) = (KnownSettings.LogFormat.Flag, (string?)null);
        var before = "";
        foreach (var word in words)
        {
            if (before == flag)
                given = word;
            else if (word.StartsWith(flag + "=", StringComparison.Ordinal))
                given = word[(flag.Length + 1)..];
            before = word;
        }

        return (given ?? environment.GetValueOrDefault(KnownSettings.LogFormat.Variable)) == "json";
    }
}
