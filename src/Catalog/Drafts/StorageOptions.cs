using ActorMigrate.Postgres;

namespace ActorMigrate.Catalog.Drafts;

/// <summary>Writes <c>name=value</c> options of the catalogs as a parenthesised list.</summary>
internal static class StorageOptions
{
    /// <summary>Returns <c>"fillfactor"='70', …</c>; with a namespace, <c>toast."autovacuum_enabled"='off'</c>.</summary>
    public static string List(IEnumerable<string> options, string? optionNamespace = null) =>
        string.Join(", ", options.Select(option => One(option, optionNamespace)));

    /// <summary>Returns the name of a <c>name=value</c> option.</summary>
    public static string NameOf(string option) => option[..option.IndexOf('=', StringComparison.Ordinal)];

    private static string One(string option, string? optionNamespace)
    {
        var name = NameOf(option);
        var prefix = optionNamespace is null ? "" : $"{optionNamespace}.";
        return $"{prefix}{Identifier.Quote(name)}={Literal.Quote(option[(name.Length + 1)..])}";
    }
}
