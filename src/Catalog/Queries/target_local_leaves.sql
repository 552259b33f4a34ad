-- The leaves of the partitioned tables in $1 (oid[]) that have a foreign table among them, without the foreign ones: to read or empty the
-- whole would read or empty tables of another server.
SELECT root.oid, n.nspname, c.relname
  FROM pg_catalog.unnest($1) AS root (oid)
 CROSS JOIN LATERAL pg_catalog.pg_partition_tree(root.oid) AS tree
  JOIN pg_catalog.pg_class AS c ON c.oid = tree.relid AND c.relkind = 'r'
  JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
 WHERE EXISTS (SELECT FROM pg_catalog.pg_partition_tree(root.oid) AS other
                 JOIN pg_catalog.pg_class AS f ON f.oid = other.relid AND f.relkind = 'f')
 ORDER BY root.oid, n.nspname COLLATE pg_catalog."C", c.relname COLLATE pg_catalog."C";
