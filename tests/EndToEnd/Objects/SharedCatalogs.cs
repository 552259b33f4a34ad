namespace ActorMigrate.EndToEnd.Tests.Objects;

/// <summary>The catalogs that all databases of a server share, column by column and by names. Like <see cref="CatalogContents"/>, it
/// shares nothing with the program.</summary>
internal static class SharedCatalogs
{
    /// <summary>Catalog, object, column and value. Whole rows are read as JSON, so that no version's column can be forgotten.</summary>
    public const string Query = """
        WITH found (catalog, object, columns) AS (
            SELECT 'pg_authid', rolname::text,
                   to_jsonb(a) - 'oid' || jsonb_build_object('comment', shobj_description(a.oid, 'pg_authid'))
              FROM pg_authid AS a WHERE a.oid >= 16384
             UNION ALL
            SELECT 'pg_auth_members', format('%s in %s by %s', member::regrole, roleid::regrole, grantor::regrole),
                   to_jsonb(m) - ARRAY['oid', 'roleid', 'member', 'grantor']
              FROM pg_auth_members AS m WHERE member >= 16384
             UNION ALL
            SELECT 'pg_db_role_setting', format('%s in %s', setrole::regrole, coalesce(datname, 'all')), jsonb_build_object('settings', s.setconfig)
              FROM pg_db_role_setting AS s LEFT JOIN pg_database AS d ON d.oid = s.setdatabase
             UNION ALL
            SELECT 'pg_parameter_acl', parname,
                   (SELECT jsonb_object_agg(format('%s to %s by %s', privilege_type, grantee::regrole, grantor::regrole), is_grantable) FROM aclexplode(paracl))
              FROM pg_parameter_acl
             UNION ALL
            SELECT 'pg_database', datname::text,
                   to_jsonb(d) - ARRAY['oid', 'datdba', 'dattablespace', 'datacl', 'datfrozenxid', 'datminmxid', 'datcollversion']
                   || jsonb_build_object('owner', datdba::regrole, 'comment', shobj_description(d.oid, 'pg_database'))
                   || (SELECT jsonb_object_agg(format('%s to %s by %s', privilege_type, grantee::regrole, grantor::regrole), is_grantable) FROM aclexplode(coalesce(datacl, acldefault('d', datdba))))
              FROM pg_database AS d WHERE datname = current_database())
        SELECT catalog, object, c.key, c.value FROM found CROSS JOIN jsonb_each_text(columns) AS c
        """;
}
