-- The tables in $1 (oid[]; in psql: \bind '{16384}'), each with its own properties, not its columns'.
SELECT c.oid,
       n.nspname,
       c.relname,
       c.relkind::pg_catalog.text,
       c.relpersistence::pg_catalog.text,
       am.amname,
       c.reloptions,
       toast.reloptions,
       c.relreplident::pg_catalog.text,
       c.relrowsecurity,
       c.relforcerowsecurity,
       c.relispartition,
       pg_catalog.pg_get_expr(c.relpartbound, c.oid),
       CASE WHEN c.relkind = 'p' THEN pg_catalog.pg_get_partkeydef(c.oid) END,
       c.reltype,
       CASE WHEN c.reloftype <> 0 THEN pg_catalog.format_type(c.reloftype, NULL) END,
       space.spcname,
       server.srvname,
       foreign_table.ftoptions
  FROM pg_catalog.unnest($1::pg_catalog.oid[]) AS scope (oid)
  JOIN pg_catalog.pg_class AS c ON c.oid = scope.oid
  JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
  LEFT JOIN pg_catalog.pg_am AS am ON am.oid = c.relam
  LEFT JOIN pg_catalog.pg_class AS toast ON toast.oid = c.reltoastrelid
  LEFT JOIN pg_catalog.pg_foreign_table AS foreign_table ON foreign_table.ftrelid = c.oid
  LEFT JOIN pg_catalog.pg_foreign_server AS server ON server.oid = foreign_table.ftserver
  LEFT JOIN pg_catalog.pg_tablespace AS space ON space.oid = c.reltablespace
 ORDER BY n.nspname COLLATE pg_catalog."C", c.relname COLLATE pg_catalog."C";
