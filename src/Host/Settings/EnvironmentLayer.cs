namespace ActorMigrate.Host.Settings;

/// <summary>Settings from environment variables; an empty one counts as not set.</summary>
internal sealed class EnvironmentLayer(IReadOnlyDictionary<string, string> variables) : ISettingLayer
{
    private const string Prefix = "ACTORMIGRATE_";

    public GivenValue? Find(Setting setting, Problems problems)
    {
        if (!variables.TryGetValue(setting.Variable, out var text) || text.Length == 0)
            return null;
        return new GivenValue(
            setting.Shape == SettingShape.List ? ListText.Split([text]) : [text], $"the environment variable {setting.Variable}");
    }

    // Other variables may share the prefix, so only those that look like a misspelt setting are refused.
    public void ReportUnknown(Problems problems)
    {
        var known = KnownSettings.All.Select(setting => setting.Variable).ToList();
        foreach (var name in variables.Keys.Where(name => name.StartsWith(Prefix, StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            if (!known.Contains(name) && Spelling.Nearest(name, known) is { } nearest)
                problems.Add($"the environment variable {name} is not a setting; did you mean {nearest}?");
        }
    }
}
