using ActorMigrate.Migration;
using ActorMigrate.Migration.Failures;

namespace ActorMigrate.Postgres.Connection;

/// <summary>The three forms of a connection text: a URI, <c>key=value</c> pairs, or just a database's name, told apart as psql does.
/// Messages never repeat the text: it may hold a password.</summary>
internal static class ConnectionSyntax
{
    private const string Forms =
        "Give a URI (postgresql://user@host:5432/database), key=value pairs (host=… dbname=…) or a database's name.";

    // psql takes such a text for the name of a database.
    private static readonly string[] MistypedSchemes = ["postgres:", "postgresql:", "postgres//", "postgresql//"];

    /// <summary>Returns the parameters that <paramref name="text"/> sets.</summary>
    public static IReadOnlyDictionary<string, string> Read(string text, string role)
    {
        if (string.IsNullOrWhiteSpace(text))
            throw Malformed(role, "is empty", Forms);
        if (ConnectionUri.IsUri(text))
            return ConnectionUri.Read(text, role);
        if (SchemeOf(text) is { } scheme)
            throw Malformed(role, $"begins with {scheme}://, which is not PostgreSQL's scheme", "Use postgresql:// or postgres://.");
        if (Array.Exists(MistypedSchemes, scheme => text.StartsWith(scheme, StringComparison.Ordinal)))
            throw Malformed(role, "begins as a URI does, but without ://", "Write postgresql://user@host:5432/database.");
        return text.Contains('=', StringComparison.Ordinal)
            ? KeyValueText.Read(text, role)
            : new Dictionary<string, string>(StringComparer.Ordinal) { ["dbname"] = text };
    }

    /// <summary>Returns a refusal of the text of <paramref name="role"/>'s connection.</summary>
    public static RefusedException Malformed(string role, string cause, string remedy) =>
        new(Outcome.BadUsage, $"The connection text of the {role} {cause}.", remedy);

    private static string? SchemeOf(string text)
    {
        var end = text.IndexOf("://", StringComparison.Ordinal);
        return end > 0 && text.AsSpan(0, end).IndexOfAnyExcept(SchemeCharacters) < 0 ? text[..end] : null;
    }

    private static readonly System.Buffers.SearchValues<char> SchemeCharacters =
        System.Buffers.SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+-.:");
}
