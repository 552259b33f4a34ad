-- Makes the node that the cluster has elected the coordinator, in the next term: from here on a write of the former one hits no row, and
-- its own row is ended. A node that was paused and wakes, whose row the others have ended, gets no term.
WITH taken AS (
    UPDATE actormigrate.migration m
    SET coordinator = $2, term = m.term + 1
    FROM actormigrate.migration former
    WHERE m.id = $1 AND former.id = m.id AND m.outcome IS NULL
      AND EXISTS (SELECT FROM actormigrate.node n WHERE n.migration = m.id AND n.id = $2 AND n.left_at IS NULL)
    RETURNING m.id, m.term, former.coordinator AS former
), ended AS (
    UPDATE actormigrate.node n
    SET left_at = clock_timestamp(), reaped_by = $2
    FROM taken
    WHERE n.migration = taken.id AND n.id = taken.former AND n.id <> $2 AND n.left_at IS NULL
)
SELECT term, set_config('synchronous_commit', 'on', true) FROM taken;
