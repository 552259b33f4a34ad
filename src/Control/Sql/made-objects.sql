-- The objects that the run itself made: those whose catalog row was written last by a transaction that completed one of its tasks, or by
-- one of the coordinator's own, and that were not there before. Parts of other objects and members of extensions go with what they belong
-- to.
WITH own AS (
    SELECT t.xmin::text AS xid FROM actormigrate.task t WHERE t.state = 'done'
    UNION
    SELECT xid FROM actormigrate.own_transaction
)
SELECT i.type, i.identity
FROM actormigrate.droppable d
JOIN own ON own.xid = d.xid
CROSS JOIN LATERAL pg_catalog.pg_identify_object(d.classid, d.objid, 0) AS i
WHERE NOT EXISTS (SELECT FROM actormigrate.preexisting p WHERE p.classid = d.classid AND p.objid = d.objid)
  AND NOT EXISTS (
      SELECT FROM pg_catalog.pg_depend dep
      WHERE dep.classid = d.classid AND dep.objid = d.objid AND dep.objsubid = 0 AND dep.deptype IN ('i', 'e'))
ORDER BY d.objid DESC;
