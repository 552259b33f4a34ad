-- The triggers behind foreign keys and deferrable keys that are not enabled as PostgreSQL makes them (DISABLE TRIGGER ALL). pg_dump
-- forgets them. Their own names hold oids, so each goes by its table, its constraint and its function. The constraint that is made by
-- name is the topmost: those of partitions come with it.
WITH RECURSIVE above AS (
    SELECT k.oid, k.oid AS topmost, k.conparentid FROM pg_catalog.pg_constraint AS k
     UNION ALL
    SELECT above.oid, parent.oid, parent.conparentid
      FROM above
      JOIN pg_catalog.pg_constraint AS parent ON parent.oid = above.conparentid
)
SELECT t.oid,
       t.tgrelid,
       t.tgenabled::pg_catalog.text,
       above.topmost,
       k.conrelid,
       k.conname,
       f.proname
  FROM pg_catalog.pg_trigger AS t
  JOIN pg_catalog.pg_constraint AS k ON k.oid = t.tgconstraint
  JOIN pg_catalog.pg_proc AS f ON f.oid = t.tgfoid
  JOIN above ON above.oid = k.oid AND above.conparentid = 0
 WHERE t.tgisinternal
   AND t.tgenabled <> 'O'
   AND k.contype IN ('f', 'p', 'u', 'x')
 ORDER BY t.tgrelid, t.oid;
