using ActorMigrate.Catalog.Drafts;
using ActorMigrate.Migration;

namespace ActorMigrate.Catalog.Tables;

/// <summary>The storage parameters of ordinary tables and materialized views (<c>pg_class.reloptions</c>) that the target takes. A list of
/// what is known, because one that the target does not know would make it refuse the whole table; another access
/// method's own are passed on as they are.</summary>
internal static class StorageParameters
{
    private const int Oldest = 0;

    private static readonly Dictionary<string, int> FirstVersions = new()
    {
        ["fillfactor"] = Oldest, ["toast_tuple_target"] = Oldest, ["parallel_workers"] = Oldest, ["user_catalog_table"] = Oldest,
        ["vacuum_index_cleanup"] = Oldest, ["vacuum_truncate"] = Oldest, ["log_autovacuum_min_duration"] = Oldest,
        ["autovacuum_enabled"] = Oldest, ["autovacuum_vacuum_threshold"] = Oldest, ["autovacuum_vacuum_scale_factor"] = Oldest,
        ["autovacuum_analyze_threshold"] = Oldest, ["autovacuum_analyze_scale_factor"] = Oldest,
        ["autovacuum_vacuum_cost_delay"] = Oldest, ["autovacuum_vacuum_cost_limit"] = Oldest,
        ["autovacuum_freeze_min_age"] = Oldest, ["autovacuum_freeze_max_age"] = Oldest, ["autovacuum_freeze_table_age"] = Oldest,
        ["autovacuum_multixact_freeze_min_age"] = Oldest, ["autovacuum_multixact_freeze_max_age"] = Oldest,
        ["autovacuum_multixact_freeze_table_age"] = Oldest,
        ["autovacuum_vacuum_insert_threshold"] = 130000, ["autovacuum_vacuum_insert_scale_factor"] = 130000,
        ["autovacuum_vacuum_max_threshold"] = 180000, ["vacuum_max_eager_freeze_failure_rate"] = 180000,
    };

    /// <summary>Returns those of <paramref name="options"/> that the target takes for a table of
    /// this access method, and names the others.</summary>
    public static IReadOnlyList<string> Taken(QualifiedName table, string? accessMethod, string[] options, DdlContext context)
    {
        if (accessMethod is not "heap")
            return options;
        var byTaken = options.ToLookup(option =>
            FirstVersions.TryGetValue(StorageOptions.NameOf(option), out var first) && first <= context.TargetVersion);
        foreach (var lost in byTaken[false])
            context.Omit("storage parameter", table.ToString(), $"The target is not known to take {lost}; the table uses the default.");
        return [.. byTaken[true]];
    }
}
