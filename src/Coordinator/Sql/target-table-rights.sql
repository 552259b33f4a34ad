-- The role's rights on the existing relations among those named by $1 (schemas, text[]) and $2 (names, text[]): the privileges that the
-- role lacks for copying into the relation, whether the role has its owner's rights, and whether row security applies to the role.
SELECT n.nspname, c.relname, c.relkind::pg_catalog.text,
       ARRAY(SELECT privilege
             FROM pg_catalog.unnest(CASE WHEN c.relkind = 'S' THEN ARRAY['SELECT', 'UPDATE']
                                         ELSE ARRAY['SELECT', 'INSERT', 'TRUNCATE'] END) AS privilege
             WHERE CASE WHEN NOT pg_catalog.has_schema_privilege(n.oid, 'USAGE') THEN true
                        WHEN c.relkind = 'S' THEN NOT pg_catalog.has_sequence_privilege(c.oid, privilege)
                        ELSE NOT pg_catalog.has_table_privilege(c.oid, privilege) END),
       pg_catalog.pg_has_role(c.relowner, 'USAGE'),
       c.relkind <> 'S' AND pg_catalog.row_security_active(c.oid)
FROM ROWS FROM (pg_catalog.unnest($1::pg_catalog.text[]), pg_catalog.unnest($2::pg_catalog.text[])) AS wanted (nspname, relname)
JOIN pg_catalog.pg_namespace AS n ON n.nspname = wanted.nspname
JOIN pg_catalog.pg_class AS c ON c.relnamespace = n.oid AND c.relname = wanted.relname
WHERE c.relkind IN ('r', 'p', 'S')
ORDER BY n.nspname COLLATE "C", c.relname COLLATE "C";
