-- The planner's facts about the tables in $1 (oid[]). Sizes are asked of the storage:
-- reltuples and relpages are what the last ANALYZE saw, if there ever was one.
SELECT c.oid,
       pg_catalog.pg_relation_size(c.oid),
       CASE WHEN c.reltoastrelid <> 0 THEN pg_catalog.pg_total_relation_size(c.reltoastrelid) ELSE 0 END,
       c.reltuples::pg_catalog.float8,
       c.relpages::pg_catalog.int8
  FROM pg_catalog.unnest($1::pg_catalog.oid[]) AS scope (oid)
  JOIN pg_catalog.pg_class AS c ON c.oid = scope.oid;
