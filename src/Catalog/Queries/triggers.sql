-- Triggers as PostgreSQL deparses them: its plain form spells out the table's schema, its pretty one does not,
-- and means the same. Triggers that a partitioned table's trigger made on its partitions come with that one,
-- except that they may be enabled differently.
SELECT t.oid,
       t.tgrelid,
       t.tgname,
       pg_catalog.pg_get_triggerdef(t.oid, pg_catalog.current_setting('search_path') <> 'pg_catalog'),
       t.tgenabled::pg_catalog.text,
       t.tgparentid,
       coalesce(parent.tgenabled::pg_catalog.text, 'O'),
       t.tgconstraint
  FROM pg_catalog.pg_trigger AS t
  LEFT JOIN pg_catalog.pg_trigger AS parent ON parent.oid = t.tgparentid
 WHERE t.oid >= 16384
   AND (NOT t.tgisinternal OR (t.tgparentid <> 0 AND t.tgenabled <> parent.tgenabled AND NOT parent.tgisinternal))
 ORDER BY t.tgrelid, t.tgname COLLATE pg_catalog."C";
