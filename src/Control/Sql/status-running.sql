-- The running tasks, each with the wait of its backend in the target. A copy's progress is the server's own; a role that may not see the
-- backend's state sees no wait and no progress. The tasks of a lot share one backend, which works on one of them at a time. The progress
-- belongs to the table that the server names. The wait is shown for that table's task, or for the lot's first task where the server names
-- no table.
SELECT u.id, u.attempt, u.kind, u.name, u.node, u.seconds, u.rows, u.bytes,
       CASE WHEN u.speaks AND u.wait_event_type = 'Lock' THEN 'lock: ' || u.wait_event
            WHEN u.speaks THEN u.wait_event_type || ': ' || u.wait_event END,
       CASE WHEN u.speaks AND u.wait_event_type = 'Lock' THEN pg_blocking_pids(u.pid) ELSE '{}' END, u.error
FROM (
    SELECT t.id, t.attempt, t.kind, t.name, n.name AS node, t.error, t.estimated_bytes, s.pid, s.wait_event_type, s.wait_event,
           coalesce(extract(epoch FROM clock_timestamp() - a.started_at), 0)::float8 AS seconds,
           t.rows + coalesce(p.tuples_processed, 0) AS rows, t.bytes + coalesce(p.bytes_processed, 0) AS bytes,
           t.lot IS NULL OR row_number() OVER (PARTITION BY t.lot, s.pid ORDER BY p.pid IS NULL, t.id) = 1 AS speaks
    FROM actormigrate.task t
    LEFT JOIN actormigrate.node n ON n.id = t.node
    LEFT JOIN actormigrate.attempt a ON a.task = t.id AND a.attempt = t.attempt AND a.finished_at IS NULL
    LEFT JOIN pg_stat_activity s ON s.pid = a.target_pid AND s.backend_start = a.backend_start
    LEFT JOIN pg_stat_progress_copy p ON p.pid = s.pid AND (t.lot IS NULL OR EXISTS (
        SELECT FROM actormigrate.relation r
        JOIN pg_class c ON c.oid = p.relid AND c.relname = r.target_name
        JOIN pg_namespace ns ON ns.oid = c.relnamespace AND ns.nspname = r.target_schema
        WHERE r.id = t.relation))
    WHERE t.migration = $1 AND t.state = 'running'
) AS u
ORDER BY u.estimated_bytes DESC, u.id;
