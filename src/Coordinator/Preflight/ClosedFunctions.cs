using ActorMigrate.Migration;
using ActorMigrate.Migration.Failures;
using ActorMigrate.Postgres;
using Npgsql;

namespace ActorMigrate.Coordinator.Preflight;

/// <summary>Refuses a source on which the role may not call functions of the server itself that the program's statements call there.
/// Everybody may call them from the start, but an administrator can take that away.</summary>
internal static class ClosedFunctions
{
    // The functions that the statements on the source call by name, by themselves or in system views, in the order of the
    // words. A test closes all others and migrates.
    private static readonly string[] Called =
    [
        "acldefault", "aclexplode", "age", "array_agg", "array_length", "array_to_string", "bool_or", "btrim", "cardinality",
        "clock_timestamp", "col_description", "concat", "concat_ws", "convert_to", "count", "current_database", "current_setting",
        "date_part", "date_trunc", "extract", "float8", "format", "format_type", "generate_series", "getdatabaseencoding",
        "has_any_column_privilege", "has_column_privilege", "has_database_privilege", "has_function_privilege", "has_language_privilege",
        "has_parameter_privilege", "has_schema_privilege", "has_sequence_privilege", "has_server_privilege", "has_table_privilege",
        "hashtextextended", "json_agg", "json_build_array", "left", "length", "lo_close", "lo_get", "lo_lseek64", "lo_open", "loread",
        "lower", "makeaclitem", "max", "md5", "min", "mxid_age", "now", "ntile", "obj_description", "octet_length", "pg_advisory_lock",
        "pg_advisory_lock_shared", "pg_advisory_unlock", "pg_advisory_unlock_shared", "pg_backend_pid", "pg_blocking_pids",
        "pg_collation_actual_version", "pg_database_collation_actual_version", "pg_describe_object", "pg_encoding_to_char",
        "pg_export_snapshot", "pg_function_is_visible", "pg_get_constraintdef", "pg_get_expr", "pg_get_function_arguments",
        "pg_get_function_identity_arguments", "pg_get_function_result", "pg_get_functiondef", "pg_get_indexdef", "pg_get_keywords",
        "pg_get_partkeydef", "pg_get_ruledef", "pg_get_statisticsobjdef", "pg_get_triggerdef", "pg_get_userbyid", "pg_get_viewdef",
        "pg_has_role", "pg_identify_object", "pg_identify_object_as_address", "pg_indexes_size", "pg_is_in_recovery", "pg_lock_status",
        "pg_opfamily_is_visible", "pg_options_to_table", "pg_partition_ancestors", "pg_partition_tree", "pg_prepared_xact",
        "pg_relation_filenode", "pg_relation_size", "pg_sequence_last_value", "pg_show_all_settings", "pg_stat_clear_snapshot",
        "pg_stat_get_activity", "pg_stat_get_db_numbackends", "pg_total_relation_size", "pg_try_advisory_lock", "pg_ts_parser_is_visible",
        "pg_ts_template_is_visible", "quote_ident", "quote_literal", "record_out", "regexp_replace", "replace", "right", "row_number",
        "row_security_active", "set_config", "sha256", "shobj_description", "split_part", "starts_with", "string_agg", "substr",
        "substring", "sum", "text", "textin", "to_jsonb", "to_regclass", "to_regnamespace", "to_regprocedure", "to_regtype",
        "ts_token_type", "txid_current_snapshot", "unnest", "upper", "version",
    ];

    /// <summary>Looks in <paramref name="session"/>, a session on the source.</summary>
    /// <exception cref="RefusedException">The role may not call all of them.</exception>
    public static async Task RefuseAsync(NpgsqlConnection session, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(SqlText.Load<Run>("closed-functions.sql"), session)
        {
            Parameters = { new NpgsqlParameter { Value = Called } },
        };
        var found = await command.ReadAllAsync(row => (Function: row.GetString(0), Role: row.GetString(1)), cancellationToken);
        if (found.Count == 0)
            return;
        var (closed, role) = (found.Select(one => one.Function).ToList(), found[0].Role);
        throw new RefusedException(
            $"The source's role {role} may not call {(closed.Count == 1 ? "a function" : "functions")} of the server that reading and "
                + $"comparing need, because EXECUTE was revoked from PUBLIC: {NameList.Of(closed)}.",
            $"Run as a superuser in the source's database: GRANT EXECUTE ON FUNCTION {string.Join(", ", closed)} TO "
                + $"{Identifier.Quote(role)};");
    }
}
