-- The columns of tables in $1 (oid[]) whose values may hold text, or something that holds text: all of varying length that can be sent.
SELECT n.nspname, c.relname,
       pg_catalog.array_agg(a.attname::pg_catalog.text ORDER BY a.attnum)
FROM pg_catalog.pg_class AS c
JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
JOIN pg_catalog.pg_attribute AS a ON a.attrelid = c.oid
JOIN pg_catalog.pg_type AS t ON t.oid = a.atttypid
WHERE c.oid = ANY ($1)
  AND c.relkind = 'r'
  AND a.attnum > 0
  AND NOT a.attisdropped
  AND a.attgenerated = ''
  AND t.typlen = -1
  AND t.typsend <> 0
  AND t.oid NOT IN ('pg_catalog.bytea'::pg_catalog.regtype, 'pg_catalog.numeric'::pg_catalog.regtype)
GROUP BY n.nspname, c.relname
ORDER BY 1, 2;
