-- Splits a task that no node has begun into two: the first half keeps the task's row, the second half gets a new row, and tasks that needed
-- the whole need both halves. Dependants are locked in order of their number, as completions do.
WITH second AS (
    INSERT INTO actormigrate.task (id, migration, lane, kind, name, relation, opens_at, awaited_in, payload, estimated_rows,
                                   estimated_bytes, state)
    SELECT (SELECT max(id) + 1 FROM actormigrate.task), t.migration, t.lane, t.kind, $6, t.relation, t.opens_at, t.awaited_in, $7,
           $8, $9, 'ready'
    FROM actormigrate.task t
    WHERE t.id = $1
    RETURNING id
), first AS (
    UPDATE actormigrate.task SET name = $2, payload = $3, estimated_rows = $4, estimated_bytes = $5 WHERE id = $1
), dependants AS (
    SELECT t.id
    FROM actormigrate.task_need n
    JOIN actormigrate.task t ON t.id = n.task
    WHERE n.needs = $1
    ORDER BY t.id
    FOR UPDATE OF t
), waiting AS (
    UPDATE actormigrate.task t SET unmet = t.unmet + 1 FROM dependants d WHERE t.id = d.id
), edges AS (
    INSERT INTO actormigrate.task_need (task, needs)
    SELECT d.id, second.id FROM dependants d, second
    UNION ALL
    SELECT second.id, n.needs FROM second, actormigrate.task_need n WHERE n.task = $1
)
SELECT id FROM second;
