-- Makes every copy of tables that were emptied ready again, with the count in the target, and the triggers and foreign keys that had to go.
-- Attempts that are under way are fenced: their task has no node any more.
WITH again AS (
    UPDATE actormigrate.task t
    SET state = 'blocked', node = NULL, finished_at = NULL,
        rows = CASE WHEN t.lane = 'copy' THEN 0 ELSE t.rows END, bytes = CASE WHEN t.lane = 'copy' THEN 0 ELSE t.bytes END, cursor = NULL
    WHERE t.migration = $1
      AND ((t.relation = ANY ($2) AND (t.lane = 'copy' OR t.kind IN ('trigger', 'set-logged') OR (t.lane = 'compare' AND t.opens_at = $3)))
           OR t.kind = 'foreign-key')
      AND t.state IN ('done', 'running')
    RETURNING t.id
)
UPDATE actormigrate.attempt a
SET outcome = 'lost', finished_at = clock_timestamp()
FROM again
WHERE a.task = again.id AND a.finished_at IS NULL;
