-- The objects to drop before rows are copied into a table anew: triggers would fire for each row, and foreign keys keep the table from
-- being emptied. The migration made them (it refuses tables with enabled triggers of others), and makes them again.
SELECT pg_catalog.format('DROP TRIGGER %I ON %s', tg.tgname, tg.tgrelid::pg_catalog.regclass)
FROM pg_catalog.pg_trigger tg
JOIN pg_catalog.pg_class c ON c.oid = tg.tgrelid
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
JOIN actormigrate.relation r ON r.target_schema = n.nspname AND r.target_name = c.relname
WHERE r.id = ANY ($1) AND NOT tg.tgisinternal AND tg.tgenabled <> 'D'
UNION ALL
SELECT pg_catalog.format('ALTER TABLE %s DROP CONSTRAINT %I', k.conrelid::pg_catalog.regclass, k.conname)
FROM pg_catalog.pg_constraint k
JOIN pg_catalog.pg_class c ON c.oid = k.confrelid
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
JOIN actormigrate.relation r ON r.target_schema = n.nspname AND r.target_name = c.relname
WHERE r.id = ANY ($1) AND k.contype = 'f' AND k.conparentid = 0;
