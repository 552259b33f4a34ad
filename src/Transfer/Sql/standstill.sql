-- The event a backend waits for, and the sessions in its way: those that hold its lock, and those that wait for it and go first. Sessions
-- of the same program do not count as in its way: they come to their end by themselves. A blocker without a session of its own is a
-- prepared transaction, and goes by its name. The text of a statement may hold a password; then it is not shown. A build of an index shows
-- how far it is, but for the time in which it sorts.
SELECT waiting.state,
       waiting.wait_event_type,
       waiting.wait_event,
       (SELECT coalesce(lock.relation::regclass::text, lock.locktype) FROM pg_locks AS lock
        WHERE lock.pid = waiting.pid AND NOT lock.granted LIMIT 1),
       blocking.pid,
       coalesce(program.of_blocker = program.of_waiting, false) AS is_ours,
       coalesce(blocker.application_name, ''),
       coalesce(blocker.usename, ''),
       coalesce(blocker.state, ''),
       CASE WHEN blocker.query ~* 'password' THEN '' ELSE left(coalesce(blocker.query, ''), 120) END,
       ARRAY(SELECT prepared.gid
               FROM pg_locks AS wanted
               JOIN pg_locks AS held ON held.granted AND held.pid IS NULL AND held.locktype = wanted.locktype
                AND held.database IS NOT DISTINCT FROM wanted.database
                AND held.relation IS NOT DISTINCT FROM wanted.relation
                AND held.transactionid IS NOT DISTINCT FROM wanted.transactionid
               JOIN pg_locks AS own ON own.pid IS NULL AND own.locktype = 'transactionid'
                 AND own.virtualtransaction = held.virtualtransaction
               JOIN pg_prepared_xacts AS prepared ON prepared.transaction = own.transactionid
              WHERE blocking.pid = 0 AND wanted.pid = waiting.pid AND NOT wanted.granted
              ORDER BY prepared.prepared),
       (SELECT format('%s, block %s of %s, row %s', built.phase, built.blocks_done, built.blocks_total, built.tuples_done)
          FROM pg_stat_progress_create_index AS built
         WHERE built.pid = waiting.pid AND built.phase ~ '(scanning table|loading tuples)')
FROM pg_stat_activity AS waiting
LEFT JOIN LATERAL unnest(pg_blocking_pids(waiting.pid)) AS blocking (pid) ON true
LEFT JOIN pg_stat_activity AS blocker ON blocker.pid = blocking.pid
CROSS JOIN LATERAL (
    SELECT regexp_replace(blocker.application_name, ' [a-z]+( [0-9a-f]{8})?$', '') AS of_blocker,
           regexp_replace(waiting.application_name, ' [a-z]+( [0-9a-f]{8})?$', '') AS of_waiting
) AS program
WHERE waiting.pid = $1
LIMIT 3
