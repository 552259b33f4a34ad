-- Extensions with the schema they were put into. Their members are not listed: the target's CREATE EXTENSION makes its own.
SELECT e.oid, e.extname, n.nspname, e.extversion
  FROM pg_catalog.pg_extension AS e
  JOIN pg_catalog.pg_namespace AS n ON n.oid = e.extnamespace
 WHERE e.oid >= 16384
 ORDER BY e.extname COLLATE pg_catalog."C";
