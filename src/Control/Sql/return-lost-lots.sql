-- Takes back the tasks of lots that a node holds according to the ledger but does not report: the order was lost, or the node could not
-- give the lot back. Each task is granted alone from now on. Backends that still write for such a task could not commit, and are ended.
WITH held AS (
    UPDATE actormigrate.task t
    SET state = 'ready', node = NULL, lot = NULL, together = false
    FROM actormigrate.migration m
    WHERE m.id = $1 AND m.coordinator = $5 AND m.term = $6 AND m.outcome IS NULL
      AND t.migration = m.id AND t.node = $2 AND t.state = 'running' AND t.lot IS NOT NULL AND t.id <> ALL ($3)
      AND t.claimed_at < clock_timestamp() - make_interval(secs => $4)
    RETURNING t.id
), ended AS (
-- include end-backends-of-held.sql
)
UPDATE actormigrate.attempt a
SET outcome = 'lost', finished_at = clock_timestamp()
FROM held
WHERE a.task = held.id AND a.finished_at IS NULL AND (SELECT count(*) FROM ended) >= 0;
