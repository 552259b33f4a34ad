-- The work of each node in a migration, in the order in which the nodes registered. A task counts for the node that committed it.
SELECT n.name, n.id = m.coordinator, n.reaped_by IS NOT NULL, coalesce(d.tasks, 0), coalesce(d.rows, 0), coalesce(d.bytes, 0)
FROM actormigrate.node n
JOIN actormigrate.migration m ON m.id = n.migration
LEFT JOIN (
    SELECT node, count(*) AS tasks, (sum(rows) FILTER (WHERE lane = 'copy'))::bigint AS rows,
           (sum(bytes) FILTER (WHERE lane = 'copy'))::bigint AS bytes
    FROM actormigrate.task WHERE migration = $1 AND state = 'done'
    GROUP BY node
) d ON d.node = n.id
WHERE n.migration = $1
ORDER BY n.term;
