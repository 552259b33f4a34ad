-- The position of each sequence that feeds a column of numbers, and that column. A sequence that was never used has no position. Values of
-- other types are no numbers, and a cast of theirs might call a function of their owner.
SELECT n.nspname::text, c.relname::text, tn.nspname::text, t.relname::text, a.attname::text, s.seqincrement, pg_sequence_last_value(c.oid)
  FROM pg_class AS c
  JOIN pg_namespace AS n ON n.oid = c.relnamespace
  JOIN pg_sequence AS s ON s.seqrelid = c.oid
  JOIN pg_depend AS d ON d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.refclassid = 'pg_class'::regclass
    AND d.deptype IN ('a', 'i')
  JOIN pg_class AS t ON t.oid = d.refobjid
  JOIN pg_namespace AS tn ON tn.oid = t.relnamespace
  JOIN pg_attribute AS a ON (a.attrelid, a.attnum) = (d.refobjid, d.refobjsubid)
  JOIN pg_type AS y ON y.oid = a.atttypid
 WHERE n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', 'actormigrate')
   AND coalesce(nullif(y.typbasetype, 0), y.oid) IN ('int2'::regtype, 'int4'::regtype, 'int8'::regtype, 'numeric'::regtype)
   AND NOT s.seqcycle AND c.relpersistence <> 't'
