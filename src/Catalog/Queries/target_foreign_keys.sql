-- Foreign keys of the tables in $1 (oid[]) that no partitioned table's foreign key made, with the columns that they are of.
SELECT k.conrelid,
       k.conname,
       n.nspname,
       referenced.relname,
       k.convalidated,
       ARRAY(SELECT a.attname::pg_catalog.text
               FROM pg_catalog.unnest(k.conkey) WITH ORDINALITY AS key (number, position)
               JOIN pg_catalog.pg_attribute AS a ON a.attrelid = k.conrelid AND a.attnum = key.number
              ORDER BY key.position)
  FROM pg_catalog.unnest($1::pg_catalog.oid[]) AS scope (oid)
  JOIN pg_catalog.pg_constraint AS k ON k.conrelid = scope.oid
  JOIN pg_catalog.pg_class AS referenced ON referenced.oid = k.confrelid
  JOIN pg_catalog.pg_namespace AS n ON n.oid = referenced.relnamespace
 WHERE k.contype = 'f'
   AND k.conparentid = 0
 ORDER BY 1, 2;
