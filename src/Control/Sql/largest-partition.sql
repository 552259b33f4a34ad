-- The partition to split for idle slots: the largest of at least $2 bytes that nobody has begun, taken for the rest of the transaction. One
-- that was begun before may have rows in the target already. One that another node has just claimed is waited for: such a claim is taken
-- back, so that the partition can be split, or commits and has it.
SELECT t.id, t.payload::text, t.estimated_rows, t.estimated_bytes, t.name, r.shape::text
FROM actormigrate.task t
JOIN actormigrate.relation r ON r.id = t.relation AND r.shape IS NOT NULL
WHERE t.migration = $1 AND t.state = 'ready' AND t.lane = 'copy' AND t.kind = 'copy-partition'
  AND t.attempt = 0 AND t.cursor IS NULL AND t.estimated_bytes >= $2
ORDER BY t.estimated_bytes DESC, t.id
LIMIT 1
FOR UPDATE OF t;
