namespace ActorMigrate.Host.Settings;

/// <summary>Makes settings of the forms that recur: texts, lists, switches, numbers, durations, sizes and choices.</summary>
internal static class SettingForms
{
    private const long MiB = 1024 * 1024;

    /// <summary>The least number of bytes a second that a limit may allow.</summary>
    public const long LeastRate = 1000;

    public static Setting<string> Text(string key, string allowed) =>
        new(key, SettingShape.Single, allowed, ValueReaders.Text, HasFlag: true);

    public static bool Address(string text, out string value) =>
        ValueReaders.Text(text, out value) && (text.Length == 0 || NotifyAddress.IsAllowed(text));

    public static Setting<string> List(string key, string allowed) =>
        new(key, SettingShape.List, allowed, ValueReaders.Text, HasFlag: true);

    public static Setting<bool> Switch(string key) => new(key, SettingShape.Switch, "on or off", ValueReaders.Switch, HasFlag: true);

    public static Setting<int> Integer(string key, int least, int most, bool hasFlag) =>
        new(key, SettingShape.Single, $"a whole number from {least} to {most}", ValueReaders.Integer(least, most), hasFlag);

    public static Setting<int?> IntegerOrAuto(string key, int least, int most) =>
        new(key, SettingShape.Single, $"auto, or a whole number from {least} to {most}", ValueReaders.IntegerOrAuto(least, most),
            HasFlag: true);

    public static Setting<TimeSpan> Duration(string key, TimeSpan least, TimeSpan most, string range) =>
        new(key, SettingShape.Single, $"a duration with a unit, from {range}", ValueReaders.Duration(least, most), HasFlag: false);

    public static Setting<long> Bytes(string key, long least, long most, string range) =>
        new(key, SettingShape.Single, $"a size with a unit, from {range}", ValueReaders.Bytes(least, most), HasFlag: false);

    public static Setting<long> Rate(string key) =>
        new(key, SettingShape.Single, "0, or a size with a unit, such as 20MB, from 1 kB to 1 TiB",
            ValueReaders.Rate(LeastRate, 1024 * 1024 * MiB), HasFlag: true);

    public static Setting<T> OneOf<T>(string key, bool hasFlag, params T[] values)
        where T : struct, Enum =>
        new(key, SettingShape.Single, "one of "
            + string.Join(", ", values.Select(ValueReaders.NameOf)), ValueReaders.OneOf(values), hasFlag);
}
