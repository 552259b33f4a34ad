-- Begins the next attempt at a task that this node has claimed. Earlier attempts without an end are lost: their backends,
-- if they still hang on, are ended, and their commits fail the fence because the attempt's number has moved on.
WITH begun AS (
    UPDATE actormigrate.task
    SET attempt = attempt + 1
    WHERE id = $1 AND node = $2 AND state = 'running'
    RETURNING id, attempt, rows, bytes, cursor
), lost AS (
    UPDATE actormigrate.attempt a
    SET outcome = 'lost', finished_at = clock_timestamp()
    FROM begun
    WHERE a.task = begun.id AND a.finished_at IS NULL
), recorded AS (
    INSERT INTO actormigrate.attempt (task, attempt, node)
    SELECT id, attempt, $2 FROM begun
)
SELECT attempt, rows, bytes, cursor::text FROM begun;
