-- Extensions' configuration tables that the role may read, each with the condition of the rows that are the users', and
-- with the other ones that its foreign keys refer to, for their rows must come first.
WITH config AS (
    SELECT e.extname, entry.oid, entry.condition
      FROM pg_catalog.pg_extension AS e
     CROSS JOIN LATERAL ROWS FROM (pg_catalog.unnest(e.extconfig), pg_catalog.unnest(e.extcondition)) AS entry (oid, condition)
)
SELECT config.extname,
       c.oid,
       n.nspname,
       c.relname,
       c.relkind::pg_catalog.text,
       coalesce(config.condition, ''),
       (SELECT pg_catalog.array_agg(DISTINCT k.confrelid)
          FROM pg_catalog.pg_constraint AS k
         WHERE k.conrelid = c.oid
           AND k.contype = 'f'
           AND k.confrelid <> c.oid
           AND k.confrelid IN (SELECT oid FROM config))
  FROM config
  JOIN pg_catalog.pg_class AS c ON c.oid = config.oid
  JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
 WHERE c.relkind = 'r'
   AND pg_catalog.has_schema_privilege(n.oid, 'USAGE')
   AND pg_catalog.has_table_privilege(c.oid, 'SELECT')
   AND NOT pg_catalog.row_security_active(c.oid)
 ORDER BY n.nspname COLLATE pg_catalog."C", c.relname COLLATE pg_catalog."C";
