-- The foreign tables below the tables in $1 (oid[]), as their partitions or children: who reads one of these as a whole reads them, too,
-- and so does ANALYZE.
WITH RECURSIVE below AS (
    SELECT i.inhparent AS above, i.inhrelid AS child, i.inhrelid AS leaf
      FROM pg_catalog.pg_inherits AS i
      JOIN pg_catalog.pg_class AS f ON f.oid = i.inhrelid AND f.relkind = 'f'
     UNION
    SELECT i.inhparent, i.inhrelid, below.leaf
      FROM below
      JOIN pg_catalog.pg_inherits AS i ON i.inhrelid = below.above
)
SELECT DISTINCT below.above, n.nspname, c.relname
  FROM below
  JOIN pg_catalog.pg_class AS c ON c.oid = below.leaf
  JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
 WHERE below.above = ANY ($1)
 ORDER BY below.above, n.nspname, c.relname;
