-- Tables that are unlogged at this moment and hold rows by the ledger: what a crash of the server has emptied. The target's own tables,
-- into which only rows are copied, are not the migration's to empty and to alter.
SELECT r.id, r.target_schema, r.target_name
FROM actormigrate.relation r
JOIN pg_catalog.pg_namespace n ON n.nspname = r.target_schema
JOIN pg_catalog.pg_class c ON c.relnamespace = n.oid AND c.relname = r.target_name AND c.relkind = 'r' AND c.relpersistence = 'u'
WHERE r.migration = $1
  AND EXISTS (SELECT FROM actormigrate.task t WHERE t.relation = r.id AND t.lane = 'copy' AND (t.state = 'done' OR t.rows > 0))
  AND NOT EXISTS (SELECT FROM actormigrate.task t WHERE t.relation = r.id AND t.lane = 'copy' AND t.payload ->> 'intoOwn' = 'true')
ORDER BY r.id;
