using ActorMigrate.Catalog.Drafts;

namespace ActorMigrate.Catalog.Tables;

/// <summary>The per-column options (<c>attoptions</c>) that mean something to every server. A list of what is known to be
/// taken, because a minor release may write options there that others reject (15.20 notes <c>pg_attver</c>).</summary>
internal static class ColumnOptions
{
    private static readonly HashSet<string> Known = ["n_distinct", "n_distinct_inherited"];

    // Written by the server itself; nothing that a user set is lost with them.
    private static readonly HashSet<string> Internal = ["pg_attver"];

    public static bool IsPortable(string option) => Known.Contains(StorageOptions.NameOf(option));

    /// <summary>Users set it, and it is not carried over.</summary>
    public static bool IsLost(string option) => !IsPortable(option) && !Internal.Contains(StorageOptions.NameOf(option));
}
