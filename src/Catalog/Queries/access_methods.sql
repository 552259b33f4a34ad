-- Access methods of tables and indexes that no extension brought.
SELECT a.oid, a.amname, a.amtype::pg_catalog.text, n.nspname, p.proname
  FROM pg_catalog.pg_am AS a
  JOIN pg_catalog.pg_proc AS p ON p.oid = a.amhandler
  JOIN pg_catalog.pg_namespace AS n ON n.oid = p.pronamespace
 WHERE a.oid >= 16384
 ORDER BY a.amname COLLATE pg_catalog."C";
