namespace ActorMigrate.Catalog.Drafts;

/// <summary>Knows the names under which versions of the server have the same setting. Pure.</summary>
internal static class SettingNames
{
    private static readonly (string Before, string After, int FirstVersion)[] Renamed =
        [("force_parallel_mode", "debug_parallel_query", 160000)];

    /// <summary>Returns the name of a setting of the source in the target; null where the target has no such setting.</summary>
    public static string? InTarget(string name, DdlContext context)
    {
        var there = Renamed.Where(one => name == (context.TargetVersion >= one.FirstVersion ? one.Before : one.After))
            .Select(one => context.TargetVersion >= one.FirstVersion ? one.After : one.Before).FirstOrDefault(name);
        return IsKnown(there, context) ? there : null;
    }

    // A name with a dot is an extension's or a user's own, and any server takes it.
    private static bool IsKnown(string name, DdlContext context) =>
        name.Contains('.', StringComparison.Ordinal) || (context.Options.Target?.Settings.Contains(name) ?? true);
}
