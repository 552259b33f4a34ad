-- Ends the session of a node that stands at the joining gate and neither works nor goes on: its process is paused, or gone without the
-- server's knowledge. The node has no row in the ledger yet, so nobody else would find it. Answers who stood there; sessions of others are
-- only named.
SELECT 'backend ' || s.pid::text || ' (' || coalesce(nullif(s.application_name, ''), 'without a name') || ', '
    || coalesce(s.state, 'unknown') || ')'
    || CASE
        WHEN s.application_name LIKE 'actormigrate %' AND s.state LIKE 'idle%' AND s.state_change < clock_timestamp() - interval '8 s'
            AND
-- include may-end-backend.sql
            AND pg_terminate_backend(s.pid)
        THEN ', which was ended,'
        ELSE ''
    END
FROM pg_locks l
JOIN pg_stat_activity s ON s.pid = l.pid
CROSS JOIN (SELECT hashtextextended('actormigrate.join', 0) AS id) gate
WHERE l.locktype = 'advisory' AND l.granted AND l.objsubid = 1 AND l.pid <> pg_backend_pid()
    AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
    AND (l.classid::bigint << 32) | l.objid::bigint = gate.id
LIMIT 1;
