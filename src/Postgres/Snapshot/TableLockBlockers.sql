-- The sessions in the way of a lock on any of the tables: those that hold one of the modes $3, or wait for it and so go first. Autovacuum gives way.
-- pg_blocking_pids has no answer any more once the waiting has timed out. A prepared transaction has no backend and goes by its name.
SELECT blocker.pid,
       pg_catalog.format('%I.%I', space.nspname, class.relname) AS table_name,
       lock.granted,
       coalesce(blocker.application_name, '') AS application_name,
       coalesce(blocker.state, '') AS state,
       pg_catalog.left(coalesce(blocker.query, ''), 120) AS query,
       prepared.gid,
       pg_catalog.upper(pg_catalog.regexp_replace(pg_catalog.replace(lock.mode, 'Lock', ''), '([a-z])([A-Z])', '\1 \2', 'g'))
FROM pg_catalog.pg_locks AS lock
JOIN pg_catalog.pg_class AS class ON class.oid = lock.relation
JOIN pg_catalog.pg_namespace AS space ON space.oid = class.relnamespace
LEFT JOIN pg_catalog.pg_stat_activity AS blocker ON blocker.pid = lock.pid
LEFT JOIN pg_catalog.pg_locks AS own ON lock.pid IS NULL AND own.pid IS NULL AND own.locktype = 'transactionid' AND own.virtualtransaction = lock.virtualtransaction
LEFT JOIN pg_catalog.pg_prepared_xacts AS prepared ON prepared.transaction = own.transactionid
WHERE lock.locktype = 'relation'
  AND lock.mode = ANY ($3::text[])
  AND lock.database = (SELECT oid FROM pg_catalog.pg_database WHERE datname = pg_catalog.current_database())
  AND (space.nspname, class.relname) IN (SELECT * FROM ROWS FROM (pg_catalog.unnest($1::text[]), pg_catalog.unnest($2::text[])) AS wanted)
  AND lock.pid IS DISTINCT FROM pg_catalog.pg_backend_pid()
  AND blocker.backend_type IS DISTINCT FROM 'autovacuum worker'
ORDER BY lock.granted DESC, blocker.pid
LIMIT 20
