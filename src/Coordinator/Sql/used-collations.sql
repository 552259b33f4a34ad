-- The server's own collations that objects of users are of, with the version of each when it was recorded and the one that the
-- server's library has now.
SELECT DISTINCT c.collname::pg_catalog.text, c.collversion, pg_catalog.pg_collation_actual_version(c.oid)
FROM pg_catalog.pg_depend AS d
JOIN pg_catalog.pg_collation AS c ON c.oid = d.refobjid
WHERE d.refclassid = 'pg_catalog.pg_collation'::pg_catalog.regclass
  AND c.collnamespace = 'pg_catalog'::pg_catalog.regnamespace
ORDER BY 1;
