-- Where each sequence that feeds a column stands, and which column that is. A sequence that was never used has no position.
SELECT n.nspname::text, c.relname::text, tn.nspname::text, t.relname::text, a.attname::text, s.seqincrement, pg_sequence_last_value(c.oid)
  FROM pg_class AS c
  JOIN pg_namespace AS n ON n.oid = c.relnamespace
  JOIN pg_sequence AS s ON s.seqrelid = c.oid
  JOIN pg_depend AS d ON d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.refclassid = 'pg_class'::regclass AND d.deptype IN ('a', 'i')
  JOIN pg_class AS t ON t.oid = d.refobjid
  JOIN pg_namespace AS tn ON tn.oid = t.relnamespace
  JOIN pg_attribute AS a ON (a.attrelid, a.attnum) = (d.refobjid, d.refobjsubid)
 WHERE n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', 'actormigrate')
   AND NOT s.seqcycle AND c.relpersistence <> 't'
