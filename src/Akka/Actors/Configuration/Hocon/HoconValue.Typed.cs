using System.Globalization;

namespace Akka.Configuration.Hocon;

public partial class HoconValue
{
    /// <summary>The text of all pieces together; null for <c>null</c> and for what is no text.</summary>
    public string? GetString()
    {
        if (!IsString() || Values is [HoconLiteral { IsNull: true }])
            return null;
        return Values.Count == 1 ? Values[0].GetString() : string.Concat(Values.Select(piece => piece.GetString()));
    }

    /// <summary>The truth of <c>true</c>, <c>on</c>, <c>false</c> or <c>off</c>.</summary>
    /// <exception cref="NotSupportedException">It is none of them.</exception>
    public bool GetBoolean() => GetString() switch
    {
        "true" or "on" => true,
        "false" or "off" => false,
        var other => throw new NotSupportedException($"Unknown boolean format: {other}"),
    };

    /// <summary>The value as a decimal number.</summary>
    public decimal GetDecimal() => decimal.Parse(Required(), NumberFormatInfo.InvariantInfo);

    /// <summary>The value as a single-precision number.</summary>
    public float GetFloat() => float.Parse(Required(), NumberFormatInfo.InvariantInfo);

    /// <summary>The value as a double-precision number.</summary>
    public double GetDouble() => double.Parse(Required(), NumberFormatInfo.InvariantInfo);

    /// <summary>The value as a 64-bit integer.</summary>
    public long GetLong() => long.Parse(Required(), NumberFormatInfo.InvariantInfo);

    /// <summary>The value as a 32-bit integer.</summary>
    public int GetInt() => int.Parse(Required(), NumberFormatInfo.InvariantInfo);

    /// <summary>The value as a byte.</summary>
    public byte GetByte() => byte.Parse(Required(), NumberFormatInfo.InvariantInfo);

    /// <summary>The values of a list as bytes.</summary>
    public IList<byte> GetByteList() => ListOf(item => item.GetByte());

    /// <summary>The values of a list as 32-bit integers.</summary>
    public IList<int> GetIntList() => ListOf(item => item.GetInt());

    /// <summary>The values of a list as 64-bit integers.</summary>
    public IList<long> GetLongList() => ListOf(item => item.GetLong());

    /// <summary>The values of a list as booleans.</summary>
    public IList<bool> GetBooleanList() => ListOf(item => item.GetBoolean());

    /// <summary>The values of a list as single-precision numbers.</summary>
    public IList<float> GetFloatList() => ListOf(item => item.GetFloat());

    /// <summary>The values of a list as double-precision numbers.</summary>
    public IList<double> GetDoubleList() => ListOf(item => item.GetDouble());

    /// <summary>The values of a list as decimal numbers.</summary>
    public IList<decimal> GetDecimalList() => ListOf(item => item.GetDecimal());

    /// <summary>The values of a list as text.</summary>
    public IList<string> GetStringList() => ListOf(item => item.GetString()!);

    /// <summary>The duration: a number with a unit, or milliseconds without one; <c>infinite</c> where allowed.</summary>
    /// <exception cref="FormatException">It is no duration.</exception>
    public TimeSpan GetTimeSpan(bool allowInfinite = true) => Durations.Parse(Required(), allowInfinite);

    /// <summary>The number of bytes: a number with a unit (<c>k</c> and <c>KiB</c> are 1024, <c>kB</c> is 1000 …) or without one; null when empty.</summary>
    /// <exception cref="FormatException">It is no size.</exception>
    public long? GetByteSize() => GetString() is { Length: > 0 } text ? ByteSizes.Parse(text) : null;

    private string Required() => GetString() ?? throw new FormatException($"Expected a single value instead of {this}");

    private List<T> ListOf<T>(Func<HoconValue, T> read) => GetArray().Select(read).ToList();
}
