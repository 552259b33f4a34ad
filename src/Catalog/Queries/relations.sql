-- Every relation a user made, with just what the scope is resolved by: nothing here is
-- deparsed or opened, so relations that stay out of scope are never waited for.
SELECT c.oid,
       n.nspname,
       c.relname,
       c.relkind::pg_catalog.text,
       CASE WHEN c.relispartition THEN parent.inhparent ELSE 0 END
  FROM pg_catalog.pg_class AS c
  JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
  LEFT JOIN pg_catalog.pg_inherits AS parent ON parent.inhrelid = c.oid AND c.relispartition
 WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S', 'c')
   AND c.oid >= 16384
   AND c.relpersistence <> 't'
   AND n.nspname !~ '^pg_'
   AND n.nspname NOT IN ('information_schema', 'actormigrate')
   AND NOT EXISTS (SELECT
                     FROM pg_catalog.pg_depend AS d
                    WHERE d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass
                      AND d.objid = c.oid
                      AND d.deptype = 'e')
 ORDER BY n.nspname COLLATE pg_catalog."C", c.relname COLLATE pg_catalog."C";
