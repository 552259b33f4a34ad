-- The estimated bytes of the tables in $1 (oid[]) with their indexes and TOAST tables, and the unlogged tables among them, which a standby
-- cannot read. The estimate comes from the catalogs, so that no table is locked.
SELECT coalesce(pg_catalog.sum(c.relpages::pg_catalog.int8 + coalesce(toast.relpages, 0) + coalesce(toast_index.relpages, 0)
                               + coalesce(indexes.pages, 0)), 0)::pg_catalog.int8
           * pg_catalog.current_setting('block_size')::pg_catalog.int8,
       coalesce(pg_catalog.array_agg(n.nspname || '.' || c.relname) FILTER (WHERE c.relpersistence = 'u' AND c.relkind = 'r'),
                '{}')::pg_catalog.text[]
FROM pg_catalog.pg_class AS c
JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
LEFT JOIN pg_catalog.pg_class AS toast ON toast.oid = c.reltoastrelid
LEFT JOIN pg_catalog.pg_index AS toasted ON toasted.indrelid = toast.oid
LEFT JOIN pg_catalog.pg_class AS toast_index ON toast_index.oid = toasted.indexrelid
LEFT JOIN LATERAL (SELECT pg_catalog.sum(i.relpages)::pg_catalog.int8 AS pages
                   FROM pg_catalog.pg_index AS x JOIN pg_catalog.pg_class AS i ON i.oid = x.indexrelid
                   WHERE x.indrelid = c.oid) AS indexes ON true
WHERE c.oid = ANY ($1);
