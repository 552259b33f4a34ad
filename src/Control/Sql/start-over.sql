-- Makes every copy of a table that is not wholly copied ready to be made again from nothing, as its rows are counted again in the source.
-- Their targets were emptied in the same transaction.
WITH unfinished AS (
    SELECT r.id
    FROM actormigrate.relation r
    WHERE r.migration = $1
      AND NOT coalesce((SELECT bool_and(t.state = 'done') FROM actormigrate.task t WHERE t.relation = r.id AND t.lane = 'copy'), false)
), uncounted AS (
    UPDATE actormigrate.relation r SET source_rows = NULL, source_digest = NULL, source_bytes = NULL FROM unfinished u WHERE r.id = u.id
)
UPDATE actormigrate.task t
SET state = 'blocked', node = NULL, rows = 0, bytes = 0, cursor = NULL, finished_at = NULL
FROM unfinished u
WHERE t.relation = u.id AND (t.lane = 'copy' OR (t.lane = 'compare' AND t.opens_at = $2));
