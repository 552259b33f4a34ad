-- One line a table, large object set and sequence, so that two databases with the same contents print the same text: a sum over the
-- rows' hashes does not depend on their order. pg_dump tells the definitions.
\set ON_ERROR_STOP on
\pset format unaligned
\pset tuples_only on
SET DateStyle = ISO; SET IntervalStyle = postgres; SET extra_float_digits = 3; SET search_path = pg_catalog;
SELECT format('SELECT %1$L, count(*), sum((''x'' || left(md5(t::text), 15))::bit(60)::bigint) FROM ONLY %1$s AS t', oid::regclass)
FROM pg_class
WHERE relkind = 'r' AND relnamespace NOT IN (SELECT oid FROM pg_namespace WHERE nspname LIKE 'pg\_%' OR nspname = 'information_schema')
ORDER BY oid::regclass::text COLLATE "C"
\gexec
SELECT 'large objects', count(*), sum((('x' || left(md5(oid::text || md5(lo_get(oid))), 15))::bit(60)::bigint)) FROM pg_largeobject_metadata;
SELECT 'sequence', schemaname, sequencename, last_value FROM pg_sequences ORDER BY 2, 3;
