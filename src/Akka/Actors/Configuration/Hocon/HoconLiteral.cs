namespace Akka.Configuration.Hocon;

/// <summary>A piece of text: a quoted or unquoted string, or the whitespace between two pieces of a value.</summary>
public class HoconLiteral : IHoconElement
{
    /// <summary>The text, without quotes.</summary>
    public string? Value { get; set; }

    /// <summary>The unquoted word <c>null</c>; the quoted string is just text.</summary>
    internal bool IsNull { get; init; }

    /// <summary>Whitespace that separates two pieces; it counts in strings only.</summary>
    internal bool IsSpace { get; init; }

    /// <inheritdoc />
    public bool IsString() => true;

    /// <inheritdoc />
    public string? GetString() => Value;

    /// <inheritdoc />
    public bool IsArray() => false;

    /// <inheritdoc />
    public IList<HoconValue> GetArray() => [];

    /// <inheritdoc />
    public override string ToString() => Value ?? "";
}
