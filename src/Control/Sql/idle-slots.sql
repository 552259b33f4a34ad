-- The numbers of copies that wait to be claimed (no more are counted than could matter), of slots of living nodes that copy nothing, and
-- of nodes that copy at all. A migration that is not copying has neither.
WITH open AS (
    SELECT m.id, m.phase_number FROM actormigrate.migration m WHERE m.id = $1 AND m.outcome IS NULL
), copying AS (
    SELECT coalesce(sum(n.copy_slots), 0) AS slots, count(*) AS nodes
    FROM actormigrate.node n
    WHERE n.migration = $1 AND n.left_at IS NULL AND n.copy_slots > 0
)
SELECT (SELECT count(*) FROM (
            SELECT FROM open JOIN actormigrate.task t ON t.migration = open.id
            WHERE t.state = 'ready' AND t.lane = 'copy' AND t.opens_at <= open.phase_number LIMIT 256) AS ready)::int,
       (copying.slots - (SELECT count(*) FROM actormigrate.task t WHERE t.migration = $1 AND t.lane = 'copy' AND t.state = 'running'))::int,
       copying.nodes::int
FROM copying;
