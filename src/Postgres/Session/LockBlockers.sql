-- The sessions in the way of a lock on the tables of $1 (schemas) and $2 (names), or on any table of this database where $1 is null:
-- holders of one of the modes $3, and sessions that wait for it and so go first. Autovacuum gives way. The text of a statement may hold a
-- password; then it is not shown. A prepared transaction has no backend and goes by its name.
SELECT pg_catalog.format('%I.%I', space.nspname, class.relname),
       lock.pid,
       coalesce(blocker.application_name, ''),
       coalesce(blocker.state, ''),
       lock.granted,
       CASE WHEN blocker.query ~* 'password' THEN '' ELSE pg_catalog.left(coalesce(blocker.query, ''), 120) END,
       prepared.gid,
       pg_catalog.upper(pg_catalog.regexp_replace(pg_catalog.replace(lock.mode, 'Lock', ''), '([a-z])([A-Z])', '\1 \2', 'g'))
FROM pg_catalog.pg_locks AS lock
JOIN pg_catalog.pg_class AS class ON class.oid = lock.relation
JOIN pg_catalog.pg_namespace AS space ON space.oid = class.relnamespace
LEFT JOIN pg_catalog.pg_stat_activity AS blocker ON blocker.pid = lock.pid
LEFT JOIN pg_catalog.pg_locks AS own
  ON lock.pid IS NULL AND own.pid IS NULL AND own.locktype = 'transactionid' AND own.virtualtransaction = lock.virtualtransaction
LEFT JOIN pg_catalog.pg_prepared_xacts AS prepared ON prepared.transaction = own.transactionid
WHERE lock.locktype = 'relation'
  AND lock.mode = ANY ($3::text[])
  AND blocker.backend_type IS DISTINCT FROM 'autovacuum worker'
  AND lock.pid IS DISTINCT FROM pg_catalog.pg_backend_pid()
  AND lock.database = (SELECT oid FROM pg_catalog.pg_database WHERE datname = pg_catalog.current_database())
  AND ($1::text[] IS NULL
       OR (space.nspname, class.relname) IN
          (SELECT * FROM ROWS FROM (pg_catalog.unnest($1::text[]), pg_catalog.unnest($2::text[])) AS wanted))
ORDER BY lock.granted DESC, lock.pid
LIMIT 20
