-- The partition to split for idle slots: the largest of at least $2 bytes that nobody has begun, taken for the rest of the transaction. A
-- partition that was begun before may have rows in the target already. The query waits for a partition that is just being claimed: if the
-- claim is rolled back, the partition can be split, otherwise it is left out.
SELECT t.id, t.payload::text, t.estimated_rows, t.estimated_bytes, t.name, r.shape::text
FROM actormigrate.task t
JOIN actormigrate.relation r ON r.id = t.relation AND r.shape IS NOT NULL
WHERE t.migration = $1 AND t.state = 'ready' AND t.lane = 'copy' AND t.kind = 'copy-partition'
  AND t.attempt = 0 AND t.cursor IS NULL AND t.estimated_bytes >= $2
ORDER BY t.estimated_bytes DESC, t.id
LIMIT 1
FOR UPDATE OF t;
