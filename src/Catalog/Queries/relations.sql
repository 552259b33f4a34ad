-- Every relation a user made, with just what the scope is resolved by: nothing here is
-- deparsed or opened, so relations that stay out of scope are never waited for.
-- inhdetachpending exists from 14 on: where the inner row lacks it, the name falls through to the row "older".
SELECT c.oid,
       n.nspname,
       c.relname,
       c.relkind::pg_catalog.text,
       c.relispartition,
       (SELECT pg_catalog.array_agg(parent.inhparent ORDER BY parent.inhseqno) FROM pg_catalog.pg_inherits AS parent
        WHERE parent.inhrelid = c.oid),
       EXISTS (SELECT
                 FROM pg_catalog.pg_inherits AS parent
                WHERE parent.inhrelid = c.oid
                  AND (SELECT inhdetachpending FROM (SELECT parent.*) AS present))
  FROM pg_catalog.pg_class AS c
  JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
 CROSS JOIN (SELECT false AS inhdetachpending) AS older
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
