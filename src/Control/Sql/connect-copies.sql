-- Ties copies that were just planned to the rest of the plan: each needs everything that makes its table, and whatever needs a table's
-- rows needs each of its copies.
WITH copies AS (
    SELECT id, relation FROM actormigrate.task WHERE migration = $1 AND lane = 'copy'
)
INSERT INTO actormigrate.task_need (task, needs)
SELECT c.id, made.id
FROM copies c
JOIN actormigrate.task made ON made.relation = c.relation AND made.lane = 'schema' AND made.opens_at = $2
UNION
SELECT t.id, c.id
FROM actormigrate.task t
CROSS JOIN LATERAL unnest(t.needs_data) AS needed (relation)
JOIN copies c ON c.relation = needed.relation
WHERE t.migration = $1
ON CONFLICT DO NOTHING;
