using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;

namespace ActorMigrate.Host.Report;

/// <summary>Hides passwords in messages, which servers and drivers write: those in URIs and those of settings by name.</summary>
internal static partial class SecretText
{
    /// <summary>Returns <paramref name="text"/> with <c>***</c> in place of each password. A text that
    /// takes too long to search is hidden whole.</summary>
    [return: NotNullIfNotNull(nameof(text))]
    public static string? Hidden(string? text)
    {
        if (text is null)
            return null;
        try
        {
            return Setting().Replace(InUri().Replace(text, "${before}***@"), "${name}***");
        }
        catch (RegexMatchTimeoutException)
        {
            return "***";
        }
    }

    // The user's part of a URI: everything up to the last @ before the path begins.
    [GeneratedRegex(@"(?<before>[a-z][a-z0-9+.-]*://[^\s:/?#@'""]*:)[^\s/?#'""]*@", RegexOptions.IgnoreCase, 1000)]
    private static partial Regex InUri();

    [GeneratedRegex(
        @"(?<name>\b(pg|ssl)?password\s*(=|%3D)\s*)('([^'\\]|\\.|'')*'|""[^""]*""|[^\s&'"",;]+)", RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Setting();
}
