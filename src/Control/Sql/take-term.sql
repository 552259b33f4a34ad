-- Makes the node that the cluster has elected the coordinator, in the next term: from here on a write of the former one hits no row, and
-- its own row is ended. A node that was paused and wakes, whose row the others have ended, gets no term. Both rows are locked before they
-- are judged, the migration's first: what was read without a lock may be what a term before the last one left.
WITH former AS MATERIALIZED (
    SELECT m.id, m.coordinator FROM actormigrate.migration m WHERE m.id = $1 AND m.outcome IS NULL FOR NO KEY UPDATE
), living AS MATERIALIZED (
    SELECT former.id, former.coordinator
    FROM former
    JOIN actormigrate.node n ON n.migration = former.id AND n.id = $2 AND n.left_at IS NULL
    FOR SHARE OF n
), taken AS (
    UPDATE actormigrate.migration m
    SET coordinator = $2, term = m.term + 1
    FROM living
    WHERE m.id = living.id
    RETURNING m.id, m.term
), ended AS (
    UPDATE actormigrate.node n
    SET left_at = clock_timestamp(), reaped_by = $2
    FROM living
    WHERE n.migration = living.id AND n.id = living.coordinator AND n.id <> $2 AND n.left_at IS NULL
)
SELECT term, set_config('synchronous_commit', 'on', true) FROM taken;
