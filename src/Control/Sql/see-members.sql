-- Records how the coordinator sees nodes in the cluster. Only what has changed is written, so that a node's time is that of the change; a
-- coordinator whose term is over writes nothing.
UPDATE actormigrate.node n
SET member = v.member, member_at = clock_timestamp()
FROM unnest($4::uuid[], $5::text[]) AS v (id, member), actormigrate.migration m
WHERE n.id = v.id AND n.migration = m.id AND n.left_at IS NULL AND n.member IS DISTINCT FROM v.member
  AND m.id = $1 AND m.coordinator = $2 AND m.term = $3;
