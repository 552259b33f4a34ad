namespace Akka.Configuration.Hocon;

/// <summary>A value: the pieces that stand one after the other, joined when it is read.
/// Strings are concatenated, arrays appended, objects merged.</summary>
public partial class HoconValue : IMightBeAHoconObject
{
    /// <summary>An empty value.</summary>
    public HoconValue()
    {
    }

    /// <summary>A value of these pieces.</summary>
    public HoconValue(List<IHoconElement> values, bool adoptedFromFallback = true)
    {
        Values = values;
        _ = adoptedFromFallback;
    }

    /// <summary>The pieces.</summary>
    public List<IHoconElement> Values { get; } = [];

    /// <summary>What the same key held before, kept when both may turn out to be objects and so merge.</summary>
    internal HoconValue? Earlier { get; set; }

    /// <summary>Where it stands in the text, for messages.</summary>
    internal int Offset { get; set; }

    /// <summary>True when it has no piece, or is an object without keys.</summary>
    public bool IsEmpty => Values.Count == 0 || GetObject() is { Items.Count: 0 };

    /// <summary>Adds a piece.</summary>
    public void AppendValue(IHoconElement value) => Values.Add(value);

    /// <summary>Removes all pieces.</summary>
    public void Clear() => Values.Clear();

    /// <summary>Replaces all pieces by one.</summary>
    public void NewValue(IHoconElement value)
    {
        Values.Clear();
        Values.Add(value);
    }

    /// <summary>A configuration in which this value stands at <paramref name="key"/>.</summary>
    public Config AtKey(string key)
    {
        var holder = new HoconObject();
        holder.Items[key] = this;
        var root = new HoconValue();
        root.AppendValue(holder);
        return new Config(new HoconRoot(root));
    }

    /// <summary>A configuration with this value at its root.</summary>
    public Config ToConfig() => new(new HoconRoot(this));

    /// <summary>True when it is an object.</summary>
    public bool IsObject() => GetObject() is not null;

    /// <summary>The object, merged from all pieces; null when it is none.</summary>
    public HoconObject? GetObject()
    {
        if (Values.Count == 1 && Earlier is null)
            return ObjectOf(Values[0]);
        HoconObject? merged = null;
        foreach (var piece in Values)
        {
            if (ObjectOf(piece) is { } next)
                merged = merged is null ? next : merged.MergeImmutable(next);
            else if (piece is not HoconLiteral { IsSpace: true } and not HoconSubstitution { ResolvedValue: null })
                return null;
        }

        return merged is not null && Earlier?.GetObject() is { } below ? below.MergeImmutable(merged) : merged;
    }

    private static HoconObject? ObjectOf(IHoconElement piece) =>
        piece as HoconObject ?? (piece as IMightBeAHoconObject)?.GetObject();

    /// <summary>The value of <paramref name="key"/> within this object, or null.</summary>
    public HoconValue? GetChildObject(string key) => GetObject()?.GetKey(key);

    /// <summary>True when it reads as text.</summary>
    public bool IsString() => Values.Count > 0 && Values.All(piece => piece.IsString());

    /// <summary>True when it is a list.</summary>
    public bool IsArray() => Values.Exists(piece => piece.IsArray());

    /// <summary>The list, appended from all pieces; empty when it is none.</summary>
    public IList<HoconValue> GetArray() => Values.Where(piece => piece.IsArray()).SelectMany(piece => piece.GetArray()).ToList();

    /// <inheritdoc />
    public override string ToString() => ToString(0);

    /// <summary>The value as HOCON, indented by <paramref name="indent"/> levels.</summary>
    public virtual string ToString(int indent)
    {
        if (GetObject() is { } keys)
            return "{\n" + keys.ToString(indent + 1) + new string(' ', indent * 2) + "}";
        if (IsArray())
            return "[" + string.Join(",", GetArray().Select(item => item.ToString(indent + 1))) + "]";
        return GetString() is { } text ? HoconPath.QuoteKey(text) : "null";
    }
}
