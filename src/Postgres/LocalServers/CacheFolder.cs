namespace ActorMigrate.Postgres.LocalServers;

/// <summary>The folder in which downloaded servers and initdb templates are kept between runs.</summary>
public static class CacheFolder
{
    /// <summary>The environment variable that puts it elsewhere.</summary>
    public const string Variable = "ACTORMIGRATE_CACHE";

    /// <summary>The folder: <c>$ACTORMIGRATE_CACHE</c>; for root <c>/var/cache/actormigrate</c>, since the account that runs
    /// the servers cannot read root's home; else below <c>$XDG_CACHE_HOME</c> or <c>~/.cache</c>.</summary>
    public static string Path { get; } = Choose(Environment.GetEnvironmentVariable, Environment.IsPrivilegedProcess);

    internal static string Choose(Func<string, string?> variable, bool isRoot)
    {
        if (variable(Variable) is { Length: > 0 } chosen)
            return System.IO.Path.GetFullPath(chosen);
        if (isRoot)
            return "/var/cache/actormigrate";
        if (variable("XDG_CACHE_HOME") is { Length: > 0 } cache)
            return System.IO.Path.Combine(cache, "actormigrate");
        var home = variable("HOME") is { Length: > 0 } h ? h : Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        return System.IO.Path.Combine(home, ".cache", "actormigrate");
    }
}
