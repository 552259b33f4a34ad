using ActorMigrate.Catalog.Drafts;
using ActorMigrate.Postgres;

namespace ActorMigrate.Catalog.Roles;

/// <summary>Writes ALTER ROLE … SET and ALTER DATABASE … SET, each setting by itself, after everything else: what a later session
/// defaults to is no business of the migration's own.</summary>
internal static class SettingWriter
{
    // Settings whose value is a list of names, each of which is quoted by itself (GUC_LIST_QUOTE).
    private static readonly HashSet<string> ListsOfNames =
    [
        "local_preload_libraries", "search_path", "session_preload_libraries", "shared_preload_libraries", "temp_tablespaces",
        "unix_socket_directories",
    ];

    /// <summary>Writes <paramref name="settings"/>, each as <c>name=value</c>; <paramref name="altered"/> is what follows ALTER.</summary>
    public static IEnumerable<Draft> Write(
        DdlContext context, string kind, string altered, string of, IEnumerable<string> settings, params Step[] after)
    {
        // Each setting is made after the one before: all are in one row of the catalog, which keeps their order and which two sessions
        // cannot update at once.
        Step? before = null;
        foreach (var setting in settings)
        {
            var name = StorageOptions.NameOf(setting);
            if (!Knows(context, name))
            {
                context.Omit(kind, $"{name} of {of}", "The target's version does not know this setting.");
                continue;
            }
            var address = context.Numbered(SystemCatalog.Setting);
            var step = new Step("setting", address.Oid);
            yield return new Draft
            {
                Address = address,
                Step = step,
                After = before is { } last ? [.. after, last] : after,
                Stage = SchemaStage.Last,
                Kind = kind,
                Name = $"{name} of {of}",
                Statements = [$"ALTER {altered} SET {Identifier.Quote(name)} TO {Value(context, name, setting[(name.Length + 1)..])}"],
            };
            before = step;
        }
    }

    /// <summary>Returns the names of a list as PostgreSQL writes it: bare, or in double quotes, with commas in between.</summary>
    public static IReadOnlyList<string> Names(string list)
    {
        var (names, name, quoted) = (new List<string>(), new System.Text.StringBuilder(), false);
        for (var at = 0; at < list.Length; at++)
        {
            if (list[at] == '"' && quoted && at + 1 < list.Length && list[at + 1] == '"')
                name.Append(list[at++]);
            else if (list[at] == '"')
                quoted = !quoted;
            else if (list[at] == ',' && !quoted)
                Add();
            else if (quoted || !char.IsWhiteSpace(list[at]))
                name.Append(list[at]);
        }
        Add();
        return names;

        void Add()
        {
            names.Add(name.ToString());
            name.Clear();
        }
    }

    // A schema that is renamed goes by its new name, as in the search_path that functions set.
    private static string Value(DdlContext context, string name, string value) => !ListsOfNames.Contains(name)
        ? Literal.Quote(value)
        : string.Join(", ", Names(value).Select(item => Literal.Quote(name == "search_path" ? context.Scope.MapSchema(item) : item)));

    // A name with a dot is an extension's or a user's own, and any server takes it.
    private static bool Knows(DdlContext context, string name) =>
        name.Contains('.', StringComparison.Ordinal) || (context.Options.Target?.Settings.Contains(name) ?? true);
}
