-- User triggers and rules on the tables in $1 (oid[]) that would fire while rows are copied in.
SELECT t.tgrelid, t.tgname
  FROM pg_catalog.unnest($1::pg_catalog.oid[]) AS scope (oid)
  JOIN pg_catalog.pg_trigger AS t ON t.tgrelid = scope.oid
 WHERE NOT t.tgisinternal
   AND t.tgenabled IN ('O', 'A')
 ORDER BY 1, 2;
