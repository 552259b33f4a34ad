-- Claims ready tasks of a lane for up to $4 free slots of a node, and decides how many of them go into one lot. A slot takes one task that
-- is alone, or a lot of up to $9 that are together and concern up to $10 bytes. Lots grow smaller as less is left, down to fifty: what
-- waits is shared by all slots of the lane, so that no slot is still at a large lot when the others have nothing left to do. Tasks of the
-- earliest phase come first, and of these the largest: the very order of the index task_ready, so that a claim costs the same however many
-- tasks are ready. Lots take what slots are left, in equal shares, sorted by table, so that lots side by side seldom wait for each other. A
-- phase that has not been reached keeps its tasks closed. Only the coordinator of the current term claims, and never more than the node's
-- $8 slots of the lane hold: an offer may arrive twice.
--
-- Where $5 is not null, the tasks are index builds that share so many bytes of memory: each of the living nodes' index slots gets an equal
-- part, though not less than PostgreSQL's least maintenance_work_mem, and no more parts are granted than are left beside what running
-- builds hold. Somebody always builds.
--
-- An event trigger acts on the DDL of every other task, so it is claimed when none of these is open any more, whatever became of them.
--
-- A change of what tasks wait for holds the migration's row: a claim comes before that as a whole, or after. A node that has left, or was
-- removed, is granted nothing: its row is locked before it is judged, after the migration's as in end-node.sql, so that a node is ended
-- before a claim for it, or after, when the sweep sees what was claimed.
WITH leads AS MATERIALIZED (
    SELECT m.phase_number AS phase
    FROM actormigrate.migration m
    WHERE m.id = $1 AND m.outcome IS NULL AND m.coordinator = $6 AND m.term = $7
    FOR SHARE
), place AS MATERIALIZED (
    SELECT n.left_at FROM leads JOIN actormigrate.node n ON n.id = $2 FOR SHARE OF n
), spent AS (
    SELECT (SELECT coalesce(sum(r.memory), 0) FROM actormigrate.task r
            WHERE r.migration = $1 AND r.lane = $3 AND r.state = 'running')::bigint AS bytes,
           (SELECT coalesce(sum(n.index_slots), 0) FROM actormigrate.node n WHERE n.migration = $1 AND n.left_at IS NULL) AS slots
    WHERE $5::bigint IS NOT NULL
), share AS (
    SELECT greatest(1048576, $5 / greatest(1, slots)) AS bytes, bytes AS spent FROM spent
), free AS (
    SELECT least(
               $4, greatest(0, $8 - (
                   SELECT count(DISTINCT coalesce(r.lot, r.id)) FROM actormigrate.task r
                   WHERE r.node = $2 AND r.state = 'running' AND r.lane = $3)),
               (SELECT greatest(CASE WHEN spent = 0 THEN 1 ELSE 0 END, ($5 - spent) / bytes) FROM share))::int AS slots,
           leads.phase
    FROM leads
    WHERE NOT EXISTS (SELECT FROM place WHERE left_at IS NOT NULL)
), quiet AS (
    SELECT NOT EXISTS (
        SELECT FROM actormigrate.task o
        WHERE o.migration = $1 AND o.state IN ('ready', 'running') AND o.kind <> 'event trigger') AS is_reached
), alone AS (
    SELECT t.id
    FROM actormigrate.task t
    WHERE t.migration = $1
      AND t.state = 'ready'
      AND t.lane = $3
      AND NOT t.together
      AND t.opens_at <= (SELECT phase FROM free)
      AND (t.kind <> 'event trigger' OR (SELECT is_reached FROM quiet))
      AND (t.avoids IS DISTINCT FROM $2 OR t.avoids_until < clock_timestamp() OR NOT EXISTS (
              SELECT FROM actormigrate.node o WHERE o.migration = $1 AND o.id <> $2 AND o.left_at IS NULL AND o.copy_slots > 0))
    ORDER BY t.opens_at, t.estimated_bytes DESC, t.id
    LIMIT (SELECT slots FROM free)
    FOR UPDATE SKIP LOCKED
), left_over AS (
    SELECT slots - (SELECT count(*) FROM alone)::int AS slots FROM free
), lot AS (
    SELECT least($9, greatest(50, count(*) / greatest($8, 1))) AS size
    FROM (
        SELECT
        FROM actormigrate.task t
        WHERE t.migration = $1 AND t.state = 'ready' AND t.lane = $3 AND t.together AND t.opens_at <= (SELECT phase FROM free)
        LIMIT greatest($8, 1) * $9
    ) AS waiting
), quick AS (
    SELECT t.id, t.kind = 'foreign-key' AS is_late, t.relation, t.estimated_bytes AS bytes
    FROM actormigrate.task t
    WHERE t.migration = $1 AND t.state = 'ready' AND t.lane = $3 AND t.together AND t.opens_at <= (SELECT phase FROM free)
    ORDER BY t.opens_at, t.estimated_bytes DESC, t.id
    LIMIT (SELECT slots * size FROM left_over, lot)
    FOR UPDATE SKIP LOCKED
), shared AS (
    SELECT q.*, (row_number() OVER (ORDER BY q.is_late, q.relation, q.id) - 1) * l.slots / count(*) OVER () AS slot
    FROM quick q CROSS JOIN left_over l
), fitting AS (
    SELECT id, slot
    FROM (SELECT s.*, sum(s.bytes) OVER (PARTITION BY s.slot ORDER BY s.is_late, s.relation, s.id) AS up_to FROM shared s) AS summed
    WHERE up_to - bytes < $10
), claimed AS (
    SELECT id, NULL::bigint AS lot FROM alone
    UNION ALL
    SELECT id, CASE WHEN count(*) OVER (PARTITION BY slot) > 1 THEN min(id) OVER (PARTITION BY slot) END FROM fitting
)
UPDATE actormigrate.task t
SET state = 'running', node = $2, claimed_at = clock_timestamp(), lot = claimed.lot,
    memory = CASE WHEN t.together THEN 0 ELSE coalesce((SELECT bytes FROM share), 0) END
FROM claimed
WHERE t.id = claimed.id
RETURNING t.id, t.lane, t.kind, t.name, t.relation, t.estimated_rows, t.estimated_bytes, t.attempt, t.memory, t.lot;
