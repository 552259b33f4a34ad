-- Schemas a user may have objects in: public is built in and yet the user's.
SELECT n.oid, n.nspname
  FROM pg_catalog.pg_namespace AS n
 WHERE n.nspname !~ '^pg_'
   AND n.nspname NOT IN ('information_schema', 'actormigrate')
 ORDER BY n.nspname COLLATE pg_catalog."C";
