-- Takes tasks back from nodes that take part no more, before a migration goes on: their attempts are lost, their backends in the target are
-- ended where the role may do that, and what one of them still commits fails the fence, because the task has no node any more.
WITH held AS (
    SELECT t.id
    FROM actormigrate.task t
    WHERE t.migration = $1 AND t.state = 'running'
      AND NOT EXISTS (SELECT FROM actormigrate.node n WHERE n.id = t.node AND n.left_at IS NULL)
), ended AS (
    SELECT pg_terminate_backend(s.pid)
    FROM held
    JOIN actormigrate.attempt a ON a.task = held.id AND a.finished_at IS NULL
    JOIN pg_stat_activity s ON s.pid = a.target_pid AND s.backend_start = a.backend_start
    WHERE s.pid <> pg_backend_pid() AND pg_has_role(s.usesysid, 'MEMBER')
), released AS (
    UPDATE actormigrate.task t
    SET state = 'blocked', node = NULL
    FROM held
    WHERE t.id = held.id AND t.state = 'running' AND (SELECT count(*) FROM ended) >= 0
    RETURNING t.id
)
UPDATE actormigrate.attempt a
SET outcome = 'lost', finished_at = clock_timestamp()
FROM released
WHERE a.task = released.id AND a.finished_at IS NULL;
