-- Collations that objects of users are of, the database's own among them, with the version of each when it was recorded and the one that
-- the server's library has now. The second column says whether the collation is the server's own; others are named with their schema.
SELECT DISTINCT CASE WHEN n.nspname = 'pg_catalog' THEN c.collname ELSE n.nspname || '.' || c.collname END::pg_catalog.text,
       c.collversion,
       pg_catalog.pg_collation_actual_version(c.oid),
       n.nspname = 'pg_catalog'
FROM pg_catalog.pg_depend AS d
JOIN pg_catalog.pg_collation AS c ON c.oid = d.refobjid
JOIN pg_catalog.pg_namespace AS n ON n.oid = c.collnamespace
WHERE d.refclassid = 'pg_catalog.pg_collation'::pg_catalog.regclass
ORDER BY 1;
