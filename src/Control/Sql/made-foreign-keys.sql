-- Foreign keys of tables that the run made: tables that refer to each other could not be dropped one by one.
SELECT pg_catalog.format('ALTER TABLE %s DROP CONSTRAINT %I', k.conrelid::pg_catalog.regclass, k.conname)
FROM pg_catalog.pg_constraint k
JOIN actormigrate.droppable d ON d.classid = 'pg_catalog.pg_class'::regclass AND d.objid = k.conrelid
WHERE k.contype = 'f' AND k.conparentid = 0
  AND d.xid IN (SELECT t.xmin::text FROM actormigrate.task t WHERE t.state = 'done' UNION SELECT xid FROM actormigrate.own_transaction)
  AND NOT EXISTS (SELECT FROM actormigrate.preexisting p WHERE p.classid = d.classid AND p.objid = d.objid);
