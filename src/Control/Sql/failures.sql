-- Tasks that failed or were skipped, with the statements that a failed task would have run and the tasks that were skipped because of it.
-- Counts that were skipped because their table was not copied are left out.
WITH RECURSIVE unsettled AS (
    SELECT id, kind, name, state, error, sqlstate, remedy, payload
    FROM actormigrate.task
    WHERE migration = $1 AND (state = 'failed' OR (state = 'skipped' AND lane <> 'compare'))
), below (failed, task) AS (
    SELECT u.id, n.task
    FROM unsettled u
    JOIN actormigrate.task_need n ON n.needs = u.id
    WHERE u.state = 'failed'
    UNION
    SELECT b.failed, n.task FROM below b JOIN actormigrate.task_need n ON n.needs = b.task
), skipped AS (
    SELECT b.failed, array_agg(t.kind || ' ' || t.name ORDER BY t.id) AS names
    FROM below b
    JOIN actormigrate.task t ON t.id = b.task
    WHERE t.state = 'skipped' AND t.lane <> 'compare'
    GROUP BY b.failed
)
SELECT u.kind || ' ' || u.name, coalesce(u.error, u.state), u.sqlstate, u.remedy,
       (SELECT string_agg(made.statement, E';\n' ORDER BY made.number)
        FROM jsonb_array_elements_text(u.payload -> 'statements') WITH ORDINALITY AS made (statement, number)
        WHERE u.state = 'failed'),
       s.names
FROM unsettled u
LEFT JOIN skipped s ON s.failed = u.id
ORDER BY u.state, u.id;
