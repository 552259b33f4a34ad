-- The inheritance between the tables in $1 (oid[]), parents in the order of INHERITS.
SELECT i.inhrelid, i.inhparent, i.inhseqno
  FROM pg_catalog.unnest($1::pg_catalog.oid[]) AS scope (oid)
  JOIN pg_catalog.pg_inherits AS i ON i.inhrelid = scope.oid
 ORDER BY i.inhrelid, i.inhseqno;
