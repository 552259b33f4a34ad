-- The role's rights on those of the schemas $1 (text[]) that exist.
SELECT n.nspname, pg_catalog.has_schema_privilege(n.oid, 'USAGE'), pg_catalog.has_schema_privilege(n.oid, 'CREATE')
FROM pg_catalog.pg_namespace AS n
WHERE n.nspname = ANY ($1)
ORDER BY n.nspname COLLATE "C";
