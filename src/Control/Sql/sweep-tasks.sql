-- Takes tasks back from nodes that have left or died, while a migration runs and before one goes on. The nodes' backends in the target are
-- ended first, where the role may do that: a backend that hangs between its last statement and its commit holds the task's row. A commit
-- of such a backend fails the fence, because the task has no node any more. A task that was under way when its node died may be the cause:
-- it is counted. A task of a lot is not counted, but granted alone from now on, unless $4 says that the whole migration had ended.
WITH held AS (
    SELECT t.id, n.reaped_by IS NOT NULL AS node_died
    FROM actormigrate.migration m
    JOIN actormigrate.task t ON t.migration = m.id AND t.state = 'running'
    JOIN actormigrate.node n ON n.id = t.node AND n.left_at IS NOT NULL
    WHERE m.id = $1 AND m.coordinator = $2 AND m.term = $3 AND m.outcome IS NULL
), ended AS (
-- include end-backends-of-held.sql
), released AS (
    UPDATE actormigrate.task t
    SET state = 'ready', node = NULL, lot = NULL,
        together = t.together AND ($4 OR NOT held.node_died),
        adoptions = t.adoptions + CASE
            WHEN held.node_died AND t.lot IS NULL
              AND EXISTS (SELECT FROM actormigrate.attempt a WHERE a.task = t.id AND a.finished_at IS NULL) THEN 1
            ELSE 0
        END
    FROM held
    JOIN actormigrate.task before ON before.id = held.id
    JOIN actormigrate.node n ON n.id = before.node AND n.left_at IS NOT NULL
    WHERE t.id = held.id AND t.state = 'running' AND t.node = n.id AND (SELECT count(*) FROM ended) >= 0
    RETURNING t.id
), lost AS (
    UPDATE actormigrate.attempt a
    SET outcome = 'lost', finished_at = clock_timestamp()
    FROM released
    WHERE a.task = released.id AND a.finished_at IS NULL
)
SELECT count(*) FROM released;
