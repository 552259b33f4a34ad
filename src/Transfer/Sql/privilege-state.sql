-- Tells whether the privileges $1 (text[]) on the object $3, a name as in GRANT of an object of the kind $2, stand in its access list for
-- the role $4 (empty for PUBLIC), with grant option where $5 says so: all of them, or none where $6 says that they were revoked. No row
-- comes where the object is of another kind than those below, or is not there.
WITH object (acl) AS (
    SELECT coalesce(proacl, acldefault('f', proowner)) FROM pg_proc
     WHERE oid = CASE WHEN $2 IN ('FUNCTION', 'PROCEDURE') THEN to_regprocedure($3) END
    UNION ALL
    SELECT coalesce(typacl, acldefault('T', typowner)) FROM pg_type
     WHERE oid = CASE WHEN $2 IN ('TYPE', 'DOMAIN') THEN to_regtype($3) END
    UNION ALL
    SELECT coalesce(relacl, acldefault(CASE relkind WHEN 'S' THEN 's' ELSE 'r' END::"char", relowner)) FROM pg_class
     WHERE oid = CASE WHEN $2 IN ('TABLE', 'SEQUENCE') THEN to_regclass($3) END
    UNION ALL
    SELECT coalesce(lanacl, acldefault('l', lanowner)) FROM pg_language
     WHERE lanname = CASE WHEN $2 = 'LANGUAGE' THEN (parse_ident($3))[1] END
    UNION ALL
    SELECT coalesce(fdwacl, acldefault('F', fdwowner)) FROM pg_foreign_data_wrapper
     WHERE fdwname = CASE WHEN $2 = 'FOREIGN DATA WRAPPER' THEN (parse_ident($3))[1] END
    UNION ALL
    SELECT coalesce(srvacl, acldefault('S', srvowner)) FROM pg_foreign_server
     WHERE srvname = CASE WHEN $2 = 'FOREIGN SERVER' THEN (parse_ident($3))[1] END
    UNION ALL
    SELECT coalesce(datacl, acldefault('d', datdba)) FROM pg_database
     WHERE datname = CASE WHEN $2 = 'DATABASE' THEN (parse_ident($3))[1] END
)
SELECT (SELECT count(*) FROM unnest($1::text[]) AS wanted
        WHERE EXISTS (SELECT FROM aclexplode(object.acl) AS entry
                      WHERE entry.privilege_type = wanted AND (entry.is_grantable OR NOT $5)
                        AND CASE WHEN entry.grantee = 0 THEN '' ELSE pg_get_userbyid(entry.grantee)::text END = $4))
       = CASE WHEN $6 THEN 0 ELSE cardinality($1::text[]) END
FROM object
