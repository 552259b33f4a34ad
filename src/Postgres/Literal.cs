namespace ActorMigrate.Postgres;

/// <summary>Writes string constants into statements that take no parameters (DDL, SET, COPY options).</summary>
public static class Literal
{
    /// <summary>Returns a string constant that means the same under either setting of <c>standard_conforming_strings</c>: with a backslash
    /// inside it is an escape string, <c>E'…'</c>. Null becomes <c>NULL</c>. A NUL character is an <see cref="ArgumentException"/>:
    /// PostgreSQL's text cannot hold one.</summary>
    public static string Quote(string? value)
    {
        if (value is null)
            return "NULL";
        if (value.Contains('\0', StringComparison.Ordinal))
            throw new ArgumentException("A text value cannot hold a NUL character.", nameof(value));
        var doubled = value.Replace("'", "''", StringComparison.Ordinal);
        return doubled.Contains('\\', StringComparison.Ordinal)
            ? $"E'{doubled.Replace(@"\", @"\\", StringComparison.Ordinal)}'"
            : $"'{doubled}'";
    }
}
