namespace ActorMigrate.Host.Settings;

/// <summary>Settings from the command line, by key.</summary>
internal sealed class FlagLayer(IReadOnlyDictionary<string, IReadOnlyList<string>> values) : ISettingLayer
{
    public GivenValue? Find(Setting setting, Problems problems) =>
        values.TryGetValue(setting.Key, out var texts)
            ? new GivenValue(setting.Shape == SettingShape.List ? ListText.Split(texts) : texts, $"the flag {setting.Flag}")
            : null;

    // The command line's parser refuses unknown flags by itself.
    public void ReportUnknown(Problems problems)
    {
    }
}

/// <summary>Lists as one text: separated by commas.</summary>
internal static class ListText
{
    public static IReadOnlyList<string> Split(IEnumerable<string> texts) =>
        texts.SelectMany(text => text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)).ToList();
}
