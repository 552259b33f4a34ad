-- Contents of migrated extensions that cannot be migrated, each with its extension: rows of configuration tables that this role may not
-- read, and values of such sequences.
SELECT 'rows of an extension''s configuration table' AS kind, c.oid::pg_catalog.regclass::pg_catalog.text AS name, e.oid AS extension
  FROM pg_catalog.pg_extension AS e
 CROSS JOIN LATERAL pg_catalog.unnest(e.extconfig) AS config (oid)
  JOIN pg_catalog.pg_class AS c ON c.oid = config.oid
  JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
 CROSS JOIN LATERAL (SELECT NOT pg_catalog.has_schema_privilege(n.oid, 'USAGE') AS schema) AS hidden
 WHERE CASE c.relkind
       WHEN 'p' THEN true
       WHEN 'S' THEN hidden.schema OR NOT pg_catalog.has_sequence_privilege(c.oid, 'SELECT')
       WHEN 'r' THEN pg_catalog.pg_relation_size(c.oid) > 0
                     AND (hidden.schema OR NOT pg_catalog.has_table_privilege(c.oid, 'SELECT') OR pg_catalog.row_security_active(c.oid))
       ELSE false END
 ORDER BY 1, 2;
