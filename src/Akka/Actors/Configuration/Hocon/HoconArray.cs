namespace Akka.Configuration.Hocon;

/// <summary>A list of values.</summary>
public class HoconArray : List<HoconValue>, IHoconElement
{
    /// <inheritdoc />
    public bool IsString() => false;

    /// <inheritdoc />
    public string? GetString() => null;

    /// <inheritdoc />
    public bool IsArray() => true;

    /// <inheritdoc />
    public IList<HoconValue> GetArray() => this;

    /// <inheritdoc />
    public override string ToString() => "[" + string.Join(",", this) + "]";
}
