-- What belongs to objects that are carried over and is not carried over itself: rows of extensions'
-- configuration tables that this role may not read.
SELECT 'rows of an extension''s configuration table' AS kind, c.oid::pg_catalog.regclass::pg_catalog.text AS name, 0::pg_catalog.oid AS relation
  FROM pg_catalog.pg_extension AS e
 CROSS JOIN LATERAL pg_catalog.unnest(e.extconfig) AS config (oid)
  JOIN pg_catalog.pg_class AS c ON c.oid = config.oid
  JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
 WHERE (c.relkind = 'p'
        OR (c.relkind = 'r'
            AND pg_catalog.pg_relation_size(c.oid) > 0
            AND (NOT pg_catalog.has_schema_privilege(n.oid, 'USAGE')
                 OR NOT pg_catalog.has_table_privilege(c.oid, 'SELECT')
                 OR pg_catalog.row_security_active(c.oid))))
 ORDER BY 1, 2;
