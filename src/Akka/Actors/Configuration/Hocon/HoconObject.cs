using System.Text;

namespace Akka.Configuration.Hocon;

/// <summary>Keys and their values.</summary>
public class HoconObject : IHoconElement
{
    /// <summary>The values by key, in the order in which the keys first appeared.</summary>
    public Dictionary<string, HoconValue> Items { get; } = new(StringComparer.Ordinal);

    /// <inheritdoc />
    public bool IsString() => false;

    /// <inheritdoc />
    public string? GetString() => null;

    /// <inheritdoc />
    public bool IsArray() => false;

    /// <inheritdoc />
    public IList<HoconValue> GetArray() => [];

    /// <summary>The value of <paramref name="key"/> (one key, not a path), or null.</summary>
    public HoconValue? GetKey(string key) => Items.GetValueOrDefault(key);

    /// <summary>The value of <paramref name="key"/>, created empty where missing.</summary>
    public HoconValue GetOrCreateKey(string key)
    {
        if (!Items.TryGetValue(key, out var value))
            Items[key] = value = new HoconValue();
        return value;
    }

    /// <summary>Takes over the items of <paramref name="other"/>: objects merge, everything else replaces.</summary>
    public void Merge(HoconObject other)
    {
        foreach (var (key, theirs) in other.Items)
            Items[key] = Items.TryGetValue(key, out var ours) ? Over(ours, theirs) : theirs;
    }

    /// <summary>A new object of this one's items with those of <paramref name="other"/> over them; neither is changed.</summary>
    internal HoconObject MergeImmutable(HoconObject other)
    {
        var merged = new HoconObject();
        foreach (var (key, value) in Items)
            merged.Items[key] = value;
        merged.Merge(other);
        return merged;
    }

    private static HoconValue Over(HoconValue below, HoconValue above)
    {
        if (above.GetObject() is not { } top || below.GetObject() is not { } bottom)
            return above;
        var merged = new HoconValue();
        merged.AppendValue(bottom.MergeImmutable(top));
        return merged;
    }

    /// <inheritdoc />
    public override string ToString() => ToString(0);

    /// <summary>The items as HOCON, one a line, indented by <paramref name="indent"/> levels.</summary>
    public string ToString(int indent)
    {
        var margin = new string(' ', indent * 2);
        var text = new StringBuilder();
        foreach (var (key, value) in Items)
            text.Append(margin).Append(HoconPath.QuoteKey(key)).Append(" : ").Append(value.ToString(indent)).Append('\n');
        return text.ToString();
    }
}
