namespace ActorMigrate.Postgres.Connection;

/// <summary>libpq's <c>require_auth</c>: the methods that the server may ask for, or, each with a <c>!</c>, may not.</summary>
internal static class RequiredAuthentication
{
    private static readonly Dictionary<string, string> Methods = new(StringComparer.Ordinal)
    {
        ["password"] = "Password", ["md5"] = "MD5", ["gss"] = "GSS",
        ["sspi"] = "SSPI", ["scram-sha-256"] = "ScramSHA256", ["none"] = "None",
    };

    /// <summary>Returns the list in Npgsql's words, or null where none is required.</summary>
    public static string? Read(ConnectionSettings settings)
    {
        if (settings["require_auth"] is not { } list)
            return null;
        var items = list.Split(',').Select(item => item.Trim()).ToList();
        var negated = items.Count(item => item.StartsWith('!'));
        if (negated > 0 && negated < items.Count)
            throw settings.Invalid(
                "require_auth", "mixes methods with and without !", "Give either the methods that are allowed, or those that are not.");
        return string.Join(',', items.Select(item => Translate(item, settings)));
    }

    private static string Translate(string item, ConnectionSettings settings) =>
        Methods.TryGetValue(item.TrimStart('!'), out var method)
            ? $"{(item.StartsWith('!') ? "!" : "")}{method}"
            : throw settings.Invalid("require_auth", $"names the method \"{item.TrimStart('!')}\", which is none",
                $"Use some of: {string.Join(", ", Methods.Keys)}.");
}
