namespace ActorMigrate.EndToEnd.Tests.Objects;

/// <summary>Rules of the comparison for single catalogs and columns, since the server's own description does not say it.</summary>
internal static class CatalogTreatment
{
    /// <summary>Catalogs without anything that a migration carries over.</summary>
    public static readonly IReadOnlyDictionary<string, string> LeftOut = new Dictionary<string, string>
    {
        ["pg_statistic"] = "gathered by ANALYZE",
        ["pg_statistic_ext_data"] = "gathered by ANALYZE",
        ["pg_init_privs"] = "says how extensions and initdb began",
        ["pg_depend"] = "follows from the objects; what ALTER … DEPENDS ON and OWNED BY put there is read apart",
        ["pg_shdepend"] = "follows from the objects",
        ["pg_authid"] = "of the whole server",
        ["pg_auth_members"] = "of the whole server",
        ["pg_database"] = "of the whole server",
        ["pg_tablespace"] = "of the whole server",
        ["pg_parameter_acl"] = "of the whole server",
        ["pg_replication_origin"] = "of the whole server",
        ["pg_shdescription"] = "of the whole server",
        ["pg_shseclabel"] = "of the whole server",
        ["pg_subscription_rel"] = "a subscription's progress",
    };

    /// <summary>Columns that say how a server keeps an object, or what it has found out by itself.</summary>
    public static readonly IReadOnlySet<(string Catalog, string Column)> Bookkeeping = new HashSet<(string, string)>
    {
        ("pg_class", "relfilenode"), ("pg_class", "relpages"), ("pg_class", "reltuples"), ("pg_class", "relallvisible"),
        ("pg_class", "relallfrozen"),
        ("pg_class", "relfrozenxid"), ("pg_class", "relminmxid"), ("pg_class", "relrewrite"),
        // Hints that stay true after their cause is gone.
        ("pg_class", "relhasindex"), ("pg_class", "relhasrules"), ("pg_class", "relhastriggers"), ("pg_class", "relhassubclass"),
        // Dropped columns count; how rows from before ADD COLUMN are filled up.
        ("pg_class", "relnatts"), ("pg_attribute", "atthasmissing"), ("pg_attribute", "attmissingval"), ("pg_attribute", "attcacheoff"),
        // The version of the library that sorts.
        ("pg_collation", "collversion"),
        ("pg_index", "indcheckxmin"), ("pg_rewrite", "ev_qual"),
        ("pg_subscription", "subskiplsn"), ("pg_subscription", "subdbid"), ("pg_db_role_setting", "setdatabase"),
    };

    /// <summary>Columns that need more than their reference: trees, numbers that have an order
    /// only, options that one build writes.</summary>
    public static readonly IReadOnlyDictionary<(string Catalog, string Column), string> Expressions =
        new Dictionary<(string, string), string>
        {
            [("pg_attrdef", "adbin")] = "pg_get_expr(t.adbin, t.adrelid)",
            [("pg_attribute", "attnum")] =
                "(SELECT count(*) FROM pg_attribute AS b WHERE b.attrelid = t.attrelid AND b.attnum BETWEEN 1 AND "
                    + "t.attnum AND NOT b.attisdropped)",
            [("pg_attribute", "attoptions")] =
                "(SELECT string_agg(o, ', ' ORDER BY o) FROM unnest(t.attoptions) AS o WHERE o NOT LIKE 'pg\\_%')",
            [("pg_class", "relpartbound")] = "pg_get_expr(t.relpartbound, t.oid)",
            [("pg_class", "reltoastrelid")] = "(SELECT b.reloptions FROM pg_class AS b WHERE b.oid = t.reltoastrelid)",
            [("pg_constraint", "conbin")] = "pg_get_constraintdef(t.oid)",
            [("pg_constraint", "confdelsetcols")] = ColumnNames("t.conrelid", "t.confdelsetcols"),
            [("pg_description", "objoid")] = Identity("t.classoid", "t.objoid", "t.objsubid"),
            [("pg_seclabel", "objoid")] = Identity("t.classoid", "t.objoid", "t.objsubid"),
            [("pg_enum", "enumsortorder")] =
                "(SELECT count(*) FROM pg_enum AS b WHERE b.enumtypid = t.enumtypid AND b.enumsortorder <= t.enumsortorder)",
            [("pg_index", "indexprs")] = "pg_get_expr(t.indexprs, t.indrelid)",
            [("pg_index", "indpred")] = "pg_get_expr(t.indpred, t.indrelid)",
            // A page before a hole may be short, and what it lacks reads as zeros; the last one's length is the object's.
            [("pg_largeobject", "data")] =
                "md5(t.data || CASE WHEN EXISTS (SELECT FROM pg_largeobject AS b WHERE b.loid = t.loid AND b.pageno > t.pageno) THEN "
                    + "decode(repeat('00', 2048 - length(t.data)), 'hex') ELSE '' END)",
            [("pg_largeobject", "loid")] = "t.loid",
            [("pg_partitioned_table", "partexprs")] = "pg_get_expr(t.partexprs, t.partrelid)",
            // A set: its order says nothing.
            [("pg_policy", "polroles")] =
                "(SELECT string_agg(CASE WHEN r.oid = 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(r.oid)) END, ', ' ORDER BY "
                    + "pg_get_userbyid(r.oid)) FROM unnest(t.polroles) AS r (oid))",
            [("pg_policy", "polqual")] = "pg_get_expr(t.polqual, t.polrelid)",
            [("pg_policy", "polwithcheck")] = "pg_get_expr(t.polwithcheck, t.polrelid)",
            [("pg_proc", "proargdefaults")] = "pg_get_expr(t.proargdefaults, 0)",
            [("pg_proc", "prosqlbody")] = "pg_get_function_sqlbody(t.oid)",
            [("pg_publication_rel", "prqual")] = "pg_get_expr(t.prqual, t.prrelid)",
            [("pg_publication_rel", "prattrs")] = ColumnNames("t.prrelid", "t.prattrs"),
            [("pg_rewrite", "ev_action")] =
                "CASE WHEN t.rulename = '_RETURN' THEN pg_get_viewdef(t.ev_class) ELSE pg_get_ruledef(t.oid) END",
            [("pg_statistic_ext", "stxexprs")] = "pg_get_statisticsobjdef(t.oid)",
            [("pg_trigger", "tgqual")] = "pg_get_triggerdef(t.oid)",
            // For domains the text beside the tree, as somebody's search_path had it.
            [("pg_type", "typdefault")] = "CASE WHEN t.typdefaultbin IS NULL THEN t.typdefault END",
            [("pg_type", "typdefaultbin")] = "pg_get_expr(t.typdefaultbin, 0)",
        };

    /// <summary>The key of a row among those of its name, where there is no oid or pg_identify_object does not take it.</summary>
    public static readonly IReadOnlyDictionary<string, string[]> Keys = new Dictionary<string, string[]>
    {
        ["pg_aggregate"] = ["aggfnoid"],
        ["pg_attribute"] = ["attrelid", "attname"],
        ["pg_db_role_setting"] = ["setrole"],
        ["pg_description"] = ["objoid"],
        ["pg_enum"] = ["enumtypid", "enumlabel"],
        ["pg_foreign_table"] = ["ftrelid"],
        ["pg_index"] = ["indexrelid"],
        ["pg_inherits"] = ["inhrelid", "inhparent"],
        ["pg_largeobject"] = ["loid", "pageno"],
        ["pg_partitioned_table"] = ["partrelid"],
        ["pg_range"] = ["rngtypid"],
        ["pg_seclabel"] = ["objoid", "provider"],
        ["pg_sequence"] = ["seqrelid"],
        ["pg_ts_config_map"] = ["mapcfg", "maptokentype", "mapseqno"],
    };

    /// <summary>Which rows count, beyond those that initdb did not write.</summary>
    public static readonly IReadOnlyDictionary<string, string> Rows = new Dictionary<string, string>
    {
        ["pg_attribute"] = "t.attnum > 0 AND NOT t.attisdropped",
        // The server makes and names these itself: one for each partition of a referenced table.
        ["pg_constraint"] = "NOT EXISTS (SELECT FROM pg_constraint AS b WHERE b.oid = t.conparentid AND b.conrelid = t.conrelid)",
        ["pg_db_role_setting"] = "t.setdatabase = (SELECT oid FROM pg_database WHERE datname = current_database())",
        ["pg_subscription"] = "t.subdbid = (SELECT oid FROM pg_database WHERE datname = current_database())",
        // Those of foreign keys follow from their constraint.
        ["pg_trigger"] = "NOT t.tgisinternal",
    };

    /// <summary>Catalogs whose rows count even where initdb wrote them: those that users drop.</summary>
    public static readonly IReadOnlySet<string> Whole = new HashSet<string> { "pg_namespace", "pg_extension", "pg_language" };

    /// <summary>The kind of object by which acldefault knows a catalog.</summary>
    public static readonly IReadOnlyDictionary<string, string> DefaultPrivileges = new Dictionary<string, string>
    {
        ["pg_attribute"] = "'c', 0",
        ["pg_class"] = "CASE t.relkind WHEN 'S' THEN 's'::\"char\" ELSE 'r' END, t.relowner",
        ["pg_foreign_data_wrapper"] = "'F', t.fdwowner",
        ["pg_foreign_server"] = "'S', t.srvowner",
        ["pg_language"] = "'l', t.lanowner",
        ["pg_largeobject_metadata"] = "'L', t.lomowner",
        ["pg_namespace"] = "'n', t.nspowner",
        ["pg_proc"] = "'f', t.proowner",
        ["pg_type"] = "'T', t.typowner",
    };

    /// <summary>An object by its kind and name. Versions call transforms and the type json differently.</summary>
    public static string Identity(string catalog, string oid, string column = "0") =>
        "(SELECT i.type || ' ' || replace(CASE i.type WHEN 'transform' THEN replace(i.identity, ' on language ', ' language ') ELSE "
            + $"i.identity END, 'pg_catalog.json', 'json') FROM pg_identify_object({catalog}, {oid}, {column}) AS i)";

    /// <summary>Numbers of columns as their names; 0 is an expression.</summary>
    public static string ColumnNames(string relation, string numbers) => $"""
        (SELECT string_agg(coalesce(quote_ident(a.attname), k.number::text), ', ' ORDER BY k.position)
           FROM unnest({numbers}::int2[]) WITH ORDINALITY AS k (number, position)
           LEFT JOIN pg_attribute AS a ON a.attrelid = {relation} AND a.attnum = k.number)
        """;
}
