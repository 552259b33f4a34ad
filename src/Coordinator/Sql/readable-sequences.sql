-- Sequences that the role cannot read, and would have to: those that tables in $1 (oid[]) own, and, where $3 holds, those that no table
-- owns, in the schema $2 or, where that is null, in all schemas. Sequences of extensions that the role cannot read are left out later on.
SELECT n.nspname, c.relname, NOT pg_catalog.has_schema_privilege(n.oid, 'USAGE') AS no_usage
FROM pg_catalog.pg_class AS c
JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
LEFT JOIN pg_catalog.pg_depend AS own
  ON own.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND own.objid = c.oid AND own.objsubid = 0
 AND own.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass AND own.deptype IN ('a', 'i')
WHERE c.relkind = 'S'
  AND c.oid >= 16384
  AND c.relpersistence <> 't'
  AND n.nspname NOT IN ('information_schema', 'actormigrate')
  AND CASE WHEN own.refobjid IS NULL THEN $3 AND ($2 IS NULL OR n.nspname = $2) ELSE own.refobjid = ANY ($1) END
  AND NOT (pg_catalog.has_schema_privilege(n.oid, 'USAGE') AND pg_catalog.has_sequence_privilege(c.oid, 'SELECT'))
  AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend AS member
                  WHERE member.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND member.objid = c.oid AND member.deptype = 'e')
ORDER BY n.nspname COLLATE "C", c.relname COLLATE "C";
