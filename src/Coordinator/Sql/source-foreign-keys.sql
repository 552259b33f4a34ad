-- Foreign keys between tables in $1 (oid[]) that hold for all rows, with the columns of both sides, the operator of each pair, whether the
-- sides are partitioned, and whether a superuser is to stay away, because the planner may evaluate functions of users in the indexes,
-- statistics and partition keys of the tables or their partitions. Rows of other children than partitions are under no foreign key of
-- their parent.
SELECT n.nspname, c.relname, k.conname, other_schema.nspname, other.relname,
       ARRAY(SELECT a.attname::pg_catalog.text
             FROM pg_catalog.unnest(k.conkey) WITH ORDINALITY AS key (number, position)
             JOIN pg_catalog.pg_attribute AS a ON a.attrelid = k.conrelid AND a.attnum = key.number
             ORDER BY key.position),
       ARRAY(SELECT a.attname::pg_catalog.text
             FROM pg_catalog.unnest(k.confkey) WITH ORDINALITY AS key (number, position)
             JOIN pg_catalog.pg_attribute AS a ON a.attrelid = k.confrelid AND a.attnum = key.number
             ORDER BY key.position),
       ARRAY(SELECT 'OPERATOR(' || pg_catalog.quote_ident(space.nspname) || '.' || o.oprname || ')'
             FROM pg_catalog.unnest(k.conpfeqop) WITH ORDINALITY AS key (operator, position)
             JOIN pg_catalog.pg_operator AS o ON o.oid = key.operator
             JOIN pg_catalog.pg_namespace AS space ON space.oid = o.oprnamespace
             ORDER BY key.position),
       c.relkind = 'p', other.relkind = 'p',
       pg_catalog.current_setting('is_superuser') = 'on'
       AND EXISTS (SELECT
                   FROM (SELECT k.conrelid UNION SELECT k.confrelid
                         UNION SELECT relid::pg_catalog.oid FROM pg_catalog.pg_partition_tree(k.conrelid)
                         UNION SELECT relid::pg_catalog.oid FROM pg_catalog.pg_partition_tree(k.confrelid)) AS read (relid)
                   WHERE EXISTS (SELECT FROM pg_catalog.pg_index AS x
                                 WHERE x.indrelid = read.relid AND (x.indexprs IS NOT NULL OR x.indpred IS NOT NULL))
                      OR EXISTS (SELECT FROM pg_catalog.pg_partitioned_table AS p
                                 WHERE p.partrelid = read.relid AND p.partexprs IS NOT NULL)
                      OR EXISTS (SELECT FROM pg_catalog.pg_statistic_ext AS s
                                 WHERE s.stxrelid = read.relid AND (pg_catalog.to_jsonb(s) ->> 'stxexprs') IS NOT NULL))
FROM pg_catalog.pg_constraint AS k
JOIN pg_catalog.pg_class AS c ON c.oid = k.conrelid
JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
JOIN pg_catalog.pg_class AS other ON other.oid = k.confrelid
JOIN pg_catalog.pg_namespace AS other_schema ON other_schema.oid = other.relnamespace
WHERE k.contype = 'f'
  AND k.convalidated
  AND k.conparentid = 0
  AND k.conrelid = ANY ($1)
  AND k.confrelid = ANY ($1)
  -- Temporal keys compare by ranges that several rows make up.
  AND coalesce((pg_catalog.to_jsonb(k) ->> 'conperiod')::pg_catalog.bool, false) = false
  AND coalesce((pg_catalog.to_jsonb(k) ->> 'conenforced')::pg_catalog.bool, true)
ORDER BY 1, 2, 3;
