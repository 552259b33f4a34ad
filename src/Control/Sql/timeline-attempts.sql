-- The attempts that a report lists: the first $2 of those without success, and the $3 longest of the others, by their start. Each row
-- repeats how many attempts there are in all. An attempt of a node that is gone, and that no other attempt has followed, ended with its
-- node.
WITH tries AS (
    SELECT t.id, a.attempt, t.kind, t.name, t.lane, n.term, a.started_at,
           greatest(coalesce(a.finished_at, n.left_at, clock_timestamp()), a.started_at) AS ended_at,
           coalesce(a.outcome, CASE WHEN n.left_at IS NULL THEN 'running' ELSE 'lost' END) AS outcome, a.rows, a.bytes, a.sqlstate,
           left(a.error, 500) AS error
    FROM actormigrate.task t
    JOIN actormigrate.attempt a ON a.task = t.id
    LEFT JOIN actormigrate.node n ON n.id = a.node
    WHERE t.migration = $1
), chosen AS (
    (SELECT * FROM tries WHERE outcome <> 'done' ORDER BY started_at, id, attempt LIMIT $2)
    UNION ALL
    (SELECT * FROM tries WHERE outcome = 'done' ORDER BY ended_at - started_at DESC, id LIMIT $3)
)
SELECT c.id, c.attempt, c.kind, c.name, c.lane, c.term, extract(epoch FROM c.started_at - m.started_at)::float8,
       extract(epoch FROM c.ended_at - m.started_at)::float8, c.outcome, c.rows, c.bytes, c.sqlstate, c.error, (SELECT count(*) FROM tries)
FROM chosen c
JOIN actormigrate.migration m ON m.id = $1
ORDER BY c.started_at, c.id, c.attempt;
