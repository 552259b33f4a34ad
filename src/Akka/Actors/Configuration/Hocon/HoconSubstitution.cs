namespace Akka.Configuration.Hocon;

/// <summary>A reference to another value: <c>${path}</c>, or <c>${?path}</c> which vanishes where nothing is found.</summary>
public class HoconSubstitution : IHoconElement, IMightBeAHoconObject
{
    /// <summary>A reference to <paramref name="path"/>.</summary>
    public HoconSubstitution(string path) => Path = path;

    /// <summary>The dotted path that is referred to.</summary>
    public string Path { get; set; }

    /// <summary>The value found there; null until resolved, and when an optional reference found nothing.</summary>
    public HoconValue? ResolvedValue { get; set; }

    /// <summary>True for <c>${?path}</c>.</summary>
    internal bool IsOptional { get; init; }

    /// <summary>Where it stands in the text, for messages.</summary>
    internal int Offset { get; init; }

    /// <summary>The value that its own key had before; set when a value refers to itself.</summary>
    internal HoconValue? Earlier { get; set; }

    /// <summary>It refers to the key that it is assigned to.</summary>
    internal bool IsSelfReference { get; set; }

    /// <inheritdoc />
    public bool IsString() => ResolvedValue is null || ResolvedValue.IsString();

    /// <inheritdoc />
    public string? GetString() => ResolvedValue?.GetString();

    /// <inheritdoc />
    public bool IsArray() => ResolvedValue is not null && ResolvedValue.IsArray();

    /// <inheritdoc />
    public IList<HoconValue> GetArray() => ResolvedValue?.GetArray() ?? [];

    /// <inheritdoc />
    public bool IsObject() => ResolvedValue is not null && ResolvedValue.IsObject();

    /// <inheritdoc />
    public HoconObject? GetObject() => ResolvedValue?.GetObject();
}
