-- In-scope tables that the role cannot read in full: no SELECT on them or no USAGE on their schema, or row security that applies
-- to the role and would hide rows.
SELECT n.nspname, c.relname,
       NOT pg_catalog.has_schema_privilege(n.oid, 'USAGE') AS no_usage,
       NOT pg_catalog.has_table_privilege(c.oid, 'SELECT') AS no_select,
       pg_catalog.row_security_active(c.oid) AS hidden_rows
FROM pg_catalog.pg_class c
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
WHERE c.oid = ANY ($1)
  AND (NOT pg_catalog.has_schema_privilege(n.oid, 'USAGE')
       OR NOT pg_catalog.has_table_privilege(c.oid, 'SELECT')
       OR pg_catalog.row_security_active(c.oid))
ORDER BY n.nspname COLLATE "C", c.relname COLLATE "C";
