-- The fence of one keyset chunk: its rows and the key after which a restart goes on commit together.
WITH advanced AS (
    UPDATE actormigrate.task
    SET cursor = $4, rows = rows + $5, bytes = bytes + $6
    WHERE id = $1 AND attempt = $2 AND node = $3 AND state = 'running'
    RETURNING id
), recorded AS (
    UPDATE actormigrate.attempt a
    SET rows = a.rows + $5, bytes = a.bytes + $6
    FROM advanced
    WHERE a.task = advanced.id AND a.attempt = $2
)
SELECT count(*) FROM advanced;
