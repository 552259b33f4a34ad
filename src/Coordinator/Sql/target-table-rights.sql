-- The role's rights on those of the relations named by $1 (schemas, text[]) and $2 (names, text[]) that exist: the privileges that
-- it lacks of those that copying into them needs, whether it is as good as their owner, and whether row security applies to it.
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
