-- The server's own collations among $1 (text[]) that this database can use, with their versions.
SELECT DISTINCT c.collname::pg_catalog.text, c.collversion, pg_catalog.pg_collation_actual_version(c.oid), true
FROM pg_catalog.pg_collation AS c
JOIN pg_catalog.pg_database AS db ON db.datname = pg_catalog.current_database()
WHERE c.collnamespace = 'pg_catalog'::pg_catalog.regnamespace
  AND c.collencoding IN (-1, db.encoding)
  AND c.collname = ANY ($1)
ORDER BY 1;
