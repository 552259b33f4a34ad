-- The sessions that wait for a table lock that this session holds. Sessions under a snapshot are marked by an advisory lock whose first
-- number is $1 and whose second number is their backend's pid (LockQueue.cs). pg_locks is read only once, because each read of it blocks
-- all locking for a moment. Unless $2 is true, it is read only when a session of this role waits.
WITH locks AS MATERIALIZED (
    SELECT lock.*, CASE WHEN NOT lock.granted THEN (pg_catalog.to_jsonb(lock) ->> 'waitstart')::timestamptz END AS since
    FROM pg_catalog.pg_locks AS lock
    WHERE $2 OR EXISTS (SELECT FROM pg_catalog.pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = pg_catalog.current_database())
)
SELECT waiting.pid,
       space.nspname,
       class.relname,
       EXISTS (SELECT FROM locks AS mark
               WHERE mark.locktype = 'advisory' AND mark.granted AND mark.mode = 'ExclusiveLock' AND mark.pid = waiting.pid
                 AND mark.classid = $1 AND mark.objid = waiting.pid::oid AND mark.objsubid = 2) AS reads_under_snapshot,
       pg_catalog.date_part('epoch', pg_catalog.clock_timestamp() - coalesce(waiting.since, backend.state_change))::float8 AS waited,
       coalesce(backend.application_name, ''),
       coalesce(backend.usename, ''),
       CASE WHEN backend.query ~* 'password' THEN '' ELSE pg_catalog.left(coalesce(backend.query, ''), 120) END,
       part.schemas,
       part.names
FROM locks AS waiting
JOIN pg_catalog.pg_class AS class ON class.oid = waiting.relation
JOIN pg_catalog.pg_namespace AS space ON space.oid = class.relnamespace
LEFT JOIN pg_catalog.pg_stat_activity AS backend ON backend.pid = waiting.pid
CROSS JOIN LATERAL (
    WITH RECURSIVE parts (oid) AS (
        SELECT child.inhrelid FROM pg_catalog.pg_inherits AS child WHERE child.inhparent = class.oid
        UNION
        SELECT child.inhrelid FROM pg_catalog.pg_inherits AS child JOIN parts ON child.inhparent = parts.oid
    )
    SELECT coalesce(pg_catalog.array_agg(space.nspname::text ORDER BY class.oid), '{}') AS schemas,
           coalesce(pg_catalog.array_agg(class.relname::text ORDER BY class.oid), '{}') AS names
    FROM parts JOIN pg_catalog.pg_class AS class ON class.oid = parts.oid
      JOIN pg_catalog.pg_namespace AS space ON space.oid = class.relnamespace
) AS part
WHERE waiting.locktype = 'relation'
  AND NOT waiting.granted
  AND EXISTS (SELECT FROM locks AS held
              WHERE held.locktype = 'relation' AND held.pid = pg_catalog.pg_backend_pid() AND held.granted
                AND held.database = waiting.database AND held.relation = waiting.relation)
ORDER BY waited DESC NULLS LAST, waiting.pid
