-- User triggers on the tables in $1 (oid[]) that fire while rows are copied in: in an ordinary session (O), in one that
-- replays another server's changes (R), in both (A).
SELECT t.tgrelid, t.tgname, t.tgenabled::pg_catalog.text
  FROM pg_catalog.unnest($1::pg_catalog.oid[]) AS scope (oid)
  JOIN pg_catalog.pg_trigger AS t ON t.tgrelid = scope.oid
 WHERE NOT t.tgisinternal
   AND t.tgenabled IN ('O', 'A', 'R')
 ORDER BY 1, 2;
