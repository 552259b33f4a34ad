using Akka.Configuration.Hocon;

namespace Akka.Configuration;

/// <summary>Settings by dotted path, with others to fall back on. Paths quote a part that holds a dot: <c>a."b.c"</c>.</summary>
public partial class Config
{
    /// <summary>A configuration without any key.</summary>
    public static readonly Config Empty = new(new HoconRoot(ObjectValue(new HoconObject())));

    private readonly HoconValue? _own;

    /// <summary>A configuration without a root.</summary>
    public Config()
    {
    }

    /// <summary>The configuration of a parsed text.</summary>
    public Config(HoconRoot root)
    {
        ArgumentNullException.ThrowIfNull(root);
        _own = Root = root.Value;
        Substitutions = root.Substitutions;
    }

    /// <summary>The keys of <paramref name="source"/>, with <paramref name="fallback"/> for what it lacks.</summary>
    public Config(Config source, Config? fallback)
    {
        ArgumentNullException.ThrowIfNull(source);
        _own = source._own;
        Substitutions = source.Substitutions;
        Fallback = fallback;
        Root = Merge(source.Root, fallback?.Root);
    }

    /// <summary>What is looked up where this configuration lacks a key; null without one.</summary>
    public Config? Fallback { get; }

    /// <summary>True when no key is set, here or in the fallbacks.</summary>
    public virtual bool IsEmpty => Root is null || Root.IsEmpty;

    /// <summary>The value at the top, with the fallbacks merged in; null in a configuration that was made from nothing.</summary>
    public virtual HoconValue? Root { get; }

    /// <summary>The substitutions of the text.</summary>
    public IEnumerable<HoconSubstitution> Substitutions { get; set; } = [];

    /// <summary>This configuration, with <paramref name="fallback"/> for what it lacks. Objects merge; neither is changed.</summary>
    public virtual Config WithFallback(Config? fallback)
    {
        if (ReferenceEquals(fallback, this))
            throw new ArgumentException("Config can not have itself as fallback", nameof(fallback));
        if (fallback is null)
            return this;
        if (IsEmpty)
            return fallback;
        return new Config(this, Fallback is null ? fallback : Fallback.WithFallback(fallback));
    }

    private static HoconValue? Merge(HoconValue? above, HoconValue? below)
    {
        if (above?.GetObject() is not { } top || below?.GetObject() is not { } bottom)
            return above ?? below;
        return ObjectValue(bottom.MergeImmutable(top));
    }

    private static HoconValue ObjectValue(HoconObject fields)
    {
        var value = new HoconValue();
        value.AppendValue(fields);
        return value;
    }

    /// <summary>The value at <paramref name="path"/>, or null.</summary>
    public HoconValue? GetValue(string path)
    {
        var current = Root;
        foreach (var part in HoconPath.Split(path))
        {
            current = current?.GetChildObject(part);
            if (current is null)
                return null;
        }

        return current;
    }

    /// <summary>The configuration below <paramref name="path"/>, or null.</summary>
    public virtual Config? GetConfig(string path) => GetValue(path) is { } value ? new Config(new HoconRoot(value)) : null;

    /// <summary>True when something is set at <paramref name="path"/>, be it <c>null</c>.</summary>
    public virtual bool HasPath(string path) => GetValue(path) is not null;

    /// <summary>The keys at the top and their values, fallbacks included.</summary>
    public virtual IEnumerable<KeyValuePair<string, HoconValue>> AsEnumerable() => Root?.GetObject()?.Items ?? [];

    /// <summary>This configuration as HOCON, without its fallbacks.</summary>
    public override string ToString() => ToString(includeFallback: false);

    /// <summary>This configuration as HOCON, with its fallbacks merged in or without them.</summary>
    public string ToString(bool includeFallback)
    {
        var value = includeFallback ? Root : _own;
        return value?.GetObject()?.ToString() ?? value?.ToString() ?? "";
    }

    /// <summary><paramref name="config"/> with the text <paramref name="fallback"/> to fall back on.</summary>
    public static Config operator +(Config config, string fallback) => config.WithFallback(ConfigurationFactory.ParseString(fallback));

    /// <summary>The text <paramref name="configHocon"/> with <paramref name="fallbackConfig"/> to fall back on.</summary>
    public static Config operator +(string configHocon, Config fallbackConfig) => ConfigurationFactory.ParseString(configHocon).WithFallback(fallbackConfig);

    /// <summary>Reads a text as a configuration.</summary>
    public static implicit operator Config(string str) => ConfigurationFactory.ParseString(str);
}
