using System.Diagnostics.CodeAnalysis;

namespace ActorMigrate.Host.Settings;

/// <summary>The places where settings can be given: every one in a file and by an environment variable, many by a flag, too.</summary>
public enum SettingShape
{
    /// <summary>One value.</summary>
    Single,

    /// <summary>One value that must not be shown.</summary>
    Secret,

    /// <summary>On or off; its flag needs no value.</summary>
    Switch,

    /// <summary>One value, which its flag may leave out to say on.</summary>
    Optional,

    /// <summary>Any number of values, separated by commas outside of a file.</summary>
    List,
}

/// <summary>One setting: its key below <c>actormigrate</c>, the shape of its value, the values that are allowed, in words, and whether a
/// flag sets it.</summary>
public abstract record Setting(string Key, SettingShape Shape, string Allowed, bool HasFlag)
{
    /// <summary>The group of all settings.</summary>
    public const string Root = "actormigrate";

    /// <summary>The last part of the key; unique among the settings.</summary>
    public string Name => Key[(Key.LastIndexOf('.') + 1)..];

    /// <summary>The key from the top of a file.</summary>
    public string FullKey => $"{Root}.{Key}";

    /// <summary>The flag that sets it, where <see cref="HasFlag"/>.</summary>
    public string Flag => $"--{Name}";

    /// <summary>The environment variable that sets it.</summary>
    public string Variable => "ACTORMIGRATE_" + Name.Replace('-', '_').ToUpperInvariant();
}

/// <summary>Reads a text as a value; false where it is none or not allowed.</summary>
public delegate bool TryRead<T>(string text, [MaybeNullWhen(false)] out T value);

/// <summary>A setting whose values are of type <typeparamref name="T"/>.</summary>
public sealed record Setting<T>(string Key, SettingShape Shape, string Allowed, TryRead<T> TryRead, bool HasFlag)
    : Setting(Key, Shape, Allowed, HasFlag);
