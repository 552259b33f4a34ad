using Akka.Configuration.Hocon;

namespace Akka.Configuration;

public partial class Config
{
    /// <summary>The truth value at <paramref name="path"/>, or <paramref name="default"/> where nothing is set.</summary>
    public virtual bool GetBoolean(string path, bool @default = false) => GetValue(path) is { } value ? value.GetBoolean() : @default;

    /// <summary>The 32-bit integer at <paramref name="path"/>, or <paramref name="default"/> where nothing is set.</summary>
    public virtual int GetInt(string path, int @default = 0) => GetValue(path) is { } value ? value.GetInt() : @default;

    /// <summary>The 64-bit integer at <paramref name="path"/>, or <paramref name="default"/> where nothing is set.</summary>
    public virtual long GetLong(string path, long @default = 0) => GetValue(path) is { } value ? value.GetLong() : @default;

    /// <summary>The single-precision number at <paramref name="path"/>, or <paramref name="default"/> where nothing is set.</summary>
    public virtual float GetFloat(string path, float @default = 0) => GetValue(path) is { } value ? value.GetFloat() : @default;

    /// <summary>The double-precision number at <paramref name="path"/>, or <paramref name="default"/> where nothing is set.</summary>
    public virtual double GetDouble(string path, double @default = 0) => GetValue(path) is { } value ? value.GetDouble() : @default;

    /// <summary>The decimal number at <paramref name="path"/>, or <paramref name="default"/> where nothing is set.</summary>
    public virtual decimal GetDecimal(string path, decimal @default = 0) => GetValue(path) is { } value ? value.GetDecimal() : @default;

    /// <summary>The text at <paramref name="path"/>, or <paramref name="default"/> where nothing is set.</summary>
    public virtual string? GetString(string path, string? @default = null) => GetValue(path) is { } value ? value.GetString() : @default;

    /// <summary>The number of bytes at <paramref name="path"/>, or null where nothing is set.</summary>
    public virtual long? GetByteSize(string path) => GetValue(path)?.GetByteSize();

    /// <summary>The number of bytes at <paramref name="path"/>, or <paramref name="def"/> where nothing is set.</summary>
    public virtual long? GetByteSize(string path, long? def = null) => GetValue(path) is { } value ? value.GetByteSize() : def;

    /// <summary>The duration at <paramref name="path"/>, or <paramref name="default"/> (zero without one) where nothing is set.</summary>
    public virtual TimeSpan GetTimeSpan(string path, TimeSpan? @default = null, bool allowInfinite = true) =>
        GetValue(path) is { } value ? value.GetTimeSpan(allowInfinite) : @default.GetValueOrDefault();

    /// <summary>The texts of the list at <paramref name="path"/>; empty where nothing is set.</summary>
    public virtual IList<string> GetStringList(string path) => ListOf(path, value => value.GetStringList());

    /// <summary>The texts of the list at <paramref name="path"/>, or <paramref name="defaultPaths"/> where nothing is set.</summary>
    public virtual IList<string> GetStringList(string path, string[] defaultPaths) =>
        GetValue(path) is { } value ? value.GetStringList() : defaultPaths;

    /// <summary>The truth values of the list at <paramref name="path"/>; empty where nothing is set.</summary>
    public virtual IList<bool> GetBooleanList(string path) => ListOf(path, value => value.GetBooleanList());

    /// <summary>The 32-bit integers of the list at <paramref name="path"/>; empty where nothing is set.</summary>
    public virtual IList<int> GetIntList(string path) => ListOf(path, value => value.GetIntList());

    /// <summary>The 64-bit integers of the list at <paramref name="path"/>; empty where nothing is set.</summary>
    public virtual IList<long> GetLongList(string path) => ListOf(path, value => value.GetLongList());

    /// <summary>The bytes of the list at <paramref name="path"/>; empty where nothing is set.</summary>
    public virtual IList<byte> GetByteList(string path) => ListOf(path, value => value.GetByteList());

    /// <summary>The single-precision numbers of the list at <paramref name="path"/>; empty where nothing is set.</summary>
    public virtual IList<float> GetFloatList(string path) => ListOf(path, value => value.GetFloatList());

    /// <summary>The double-precision numbers of the list at <paramref name="path"/>; empty where nothing is set.</summary>
    public virtual IList<double> GetDoubleList(string path) => ListOf(path, value => value.GetDoubleList());

    /// <summary>The decimal numbers of the list at <paramref name="path"/>; empty where nothing is set.</summary>
    public virtual IList<decimal> GetDecimalList(string path) => ListOf(path, value => value.GetDecimalList());

    private IList<T> ListOf<T>(string path, Func<HoconValue, IList<T>> read) => GetValue(path) is { } value ? read(value) : [];
}
