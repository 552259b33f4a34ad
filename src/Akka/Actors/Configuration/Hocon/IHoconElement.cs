namespace Akka.Configuration.Hocon;

/// <summary>One piece of a value: a literal, an array, an object or a substitution.</summary>
public interface IHoconElement
{
    /// <summary>True when the piece reads as text.</summary>
    bool IsString();

    /// <summary>The piece as text, or null.</summary>
    string? GetString();

    /// <summary>True when the piece is a list.</summary>
    bool IsArray();

    /// <summary>The piece as a list; empty when it is none.</summary>
    IList<HoconValue> GetArray();
}

/// <summary>An element that may turn out to be an object once substitutions are known.</summary>
public interface IMightBeAHoconObject
{
    /// <summary>True when it is an object.</summary>
    bool IsObject();

    /// <summary>The object, or null.</summary>
    HoconObject? GetObject();
}
