-- Who stands in the way of ACCESS SHARE on any of the tables: a holder of ACCESS EXCLUSIVE, or one that waits for it and so goes first.
-- pg_blocking_pids has no answer any more once the waiting has timed out.
SELECT blocker.pid,
       pg_catalog.format('%I.%I', space.nspname, class.relname) AS table_name,
       lock.granted,
       coalesce(blocker.application_name, '') AS application_name,
       coalesce(blocker.state, '') AS state,
       pg_catalog.left(coalesce(blocker.query, ''), 120) AS query
FROM pg_catalog.pg_locks AS lock
JOIN pg_catalog.pg_class AS class ON class.oid = lock.relation
JOIN pg_catalog.pg_namespace AS space ON space.oid = class.relnamespace
LEFT JOIN pg_catalog.pg_stat_activity AS blocker ON blocker.pid = lock.pid
WHERE lock.locktype = 'relation'
  AND lock.mode = 'AccessExclusiveLock'
  AND lock.database = (SELECT oid FROM pg_catalog.pg_database WHERE datname = pg_catalog.current_database())
  AND (space.nspname, class.relname) IN (SELECT * FROM ROWS FROM (pg_catalog.unnest($1::text[]), pg_catalog.unnest($2::text[])) AS wanted)
  AND lock.pid <> pg_catalog.pg_backend_pid()
ORDER BY lock.granted DESC, blocker.pid
LIMIT 5
