using ActorMigrate.Migration;

namespace ActorMigrate.Postgres;

/// <summary>Writes names into statements. Names are always quoted, so that case, reserved words and special characters never matter
/// (PostgreSQL manual, 4.1.1).</summary>
public static class Identifier
{
    /// <summary>The bytes that a name has at most, in the encoding of its database; PostgreSQL cuts a longer one. One byte less than
    /// NAMEDATALEN (manual, 4.1.1); only a server that was compiled with another value takes more.</summary>
    public const int MostBytes = 63;

    /// <summary>Returns one name as a quoted identifier. A name that is empty or holds NUL is an <see cref="ArgumentException"/>: no such
    /// object can exist.</summary>
    public static string Quote(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (name.Contains('\0', StringComparison.Ordinal))
            throw new ArgumentException("A name cannot hold a NUL character.", nameof(name));
        return $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }

    /// <summary>Returns the name that <paramref name="quoted"/>, a quoted identifier with its quotes, stands for.</summary>
    public static string Unquote(string quoted)
    {
        ArgumentNullException.ThrowIfNull(quoted);
        return quoted[1..^1].Replace("\"\"", "\"", StringComparison.Ordinal);
    }

    /// <summary>Returns a schema-qualified name, both parts quoted.</summary>
    public static string Qualify(string schema, string name) => $"{Quote(schema)}.{Quote(name)}";

    /// <inheritdoc cref="Qualify(string,string)"/>
    public static string Qualify(QualifiedName name) => Qualify(name.Schema, name.Name);
}
