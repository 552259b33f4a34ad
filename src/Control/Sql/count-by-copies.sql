-- A table that was copied completely under a snapshot that is lost cannot be counted in the source any more. If it was not counted before,
-- the rows that its copies committed are taken as the count.
WITH counted AS (
    UPDATE actormigrate.relation r
    SET source_rows = c.rows
    FROM (
        SELECT t.relation, sum(t.rows) AS rows
        FROM actormigrate.task t
        WHERE t.migration = $1 AND t.lane = 'copy' GROUP BY t.relation HAVING bool_and(t.state = 'done')
    ) c
    WHERE r.id = c.relation AND r.source_rows IS NULL
    RETURNING r.id
)
UPDATE actormigrate.task t
SET state = 'done', finished_at = clock_timestamp(), error = NULL, sqlstate = NULL, remedy = NULL
FROM counted
WHERE t.relation = counted.id AND t.lane = 'compare' AND t.opens_at = $2 AND t.state <> 'done';
