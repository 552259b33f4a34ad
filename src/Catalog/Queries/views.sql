-- Views and materialized views among $1 (oid[]) as PostgreSQL deparses them, with the defaults and comments' numbers of their columns.
SELECT c.oid,
       n.nspname,
       c.relname,
       c.relkind = 'm',
       pg_catalog.pg_get_viewdef(c.oid),
       c.reloptions,
       toast.reloptions,
       am.amname,
       c.relispopulated,
       c.reltype,
       (SELECT r.oid FROM pg_catalog.pg_rewrite AS r WHERE r.ev_class = c.oid AND r.ev_type = '1'),
       space.spcname
  FROM pg_catalog.pg_class AS c
  JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
  LEFT JOIN pg_catalog.pg_class AS toast ON toast.oid = c.reltoastrelid
  LEFT JOIN pg_catalog.pg_tablespace AS space ON space.oid = c.reltablespace
  LEFT JOIN pg_catalog.pg_am AS am ON am.oid = c.relam
 WHERE c.oid >= 16384
   AND c.relkind IN ('v', 'm')
   AND c.relpersistence <> 't'
   AND c.oid = ANY ($1)
   AND n.nspname !~ '^pg_'
   AND n.nspname NOT IN ('information_schema', 'actormigrate')
 ORDER BY n.nspname COLLATE pg_catalog."C", c.relname COLLATE pg_catalog."C";
