-- The values that change when a table is truncated, rewritten or altered. Run under the snapshot and again outside of it, once the tables
-- are locked: where the answers differ, the table was changed in between, and the snapshot would read it wrongly.
SELECT c.oid::bigint,
       c.relfilenode::text || ' ' || c.xmin::text || ' '
           || coalesce((SELECT pg_catalog.string_agg(a.xmin::text, ',' ORDER BY a.attnum)
                        FROM pg_catalog.pg_attribute a
                        WHERE a.attrelid = c.oid AND a.attnum > 0), '') AS version
FROM pg_catalog.pg_class c
WHERE c.oid = ANY ($1);
