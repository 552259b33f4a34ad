-- The fence of one keyset chunk: its rows and the key after which a restart goes on commit together. The key before it is part of the
-- fence: a target that crashed may have forgotten chunks and attempts, and an attempt's number with them.
WITH advanced AS (
    UPDATE actormigrate.task
    SET cursor = $7, rows = rows + $4, bytes = bytes + $5
    WHERE id = $1 AND attempt = $2 AND node = $3 AND state = 'running' AND cursor IS NOT DISTINCT FROM $6
    RETURNING id
), recorded AS (
    UPDATE actormigrate.attempt a
    SET rows = a.rows + $4, bytes = a.bytes + $5
    FROM advanced
    WHERE a.task = advanced.id AND a.attempt = $2
)
SELECT count(*) FROM advanced;
