-- The role's rights on those of the schemas $1 (text[]) that exist, and whether it has the rights of their owner.
SELECT n.nspname, pg_catalog.has_schema_privilege(n.oid, 'USAGE'), pg_catalog.has_schema_privilege(n.oid, 'CREATE'),
       pg_catalog.pg_get_userbyid(n.nspowner), pg_catalog.pg_has_role(n.nspowner, 'USAGE')
FROM pg_catalog.pg_namespace AS n
WHERE n.nspname = ANY ($1)
ORDER BY n.nspname COLLATE "C";
