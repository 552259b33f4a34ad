-- Of the tables $1 (text[]), by their places in it, those whose rows have to be counted without the planner, each with its narrowest column.
-- The planner evaluates constant calls in the predicates and expressions of a table's indexes and statistics as the session's role, even for
-- count(*), and whoever owns the table wrote these. COPY of a table is not planned, and a superuser may let it write to nowhere. Extensions'
-- functions are trusted.
WITH code AS (
    SELECT d.classid, d.objid
      FROM pg_catalog.pg_depend AS d
     WHERE d.refclassid IN ('pg_catalog.pg_proc'::pg_catalog.regclass, 'pg_catalog.pg_operator'::pg_catalog.regclass)
       AND d.classid IN ('pg_catalog.pg_class'::pg_catalog.regclass, 'pg_catalog.pg_statistic_ext'::pg_catalog.regclass)
       AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend AS e WHERE (e.classid, e.objid) = (d.refclassid, d.refobjid) AND e.deptype = 'e')
)
SELECT named.place::pg_catalog.int4,
       (SELECT pg_catalog.quote_ident(a.attname)
          FROM pg_catalog.pg_attribute AS a
         WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
         ORDER BY a.attlen < 0, a.attlen, a.attnum LIMIT 1)
  FROM pg_catalog.unnest($1::pg_catalog.text[]) WITH ORDINALITY AS named (name, place)
  JOIN pg_catalog.pg_class AS c ON c.oid = named.name::pg_catalog.regclass
 WHERE c.relkind = 'r'
   AND pg_catalog.current_setting('is_superuser') = 'on'
   AND pg_catalog.version() !~* 'mingw|visual c'
   AND (c.oid IN (SELECT i.indrelid FROM code JOIN pg_catalog.pg_index AS i ON i.indexrelid = code.objid
                   WHERE code.classid = 'pg_catalog.pg_class'::pg_catalog.regclass)
        OR c.oid IN (SELECT s.stxrelid FROM code JOIN pg_catalog.pg_statistic_ext AS s ON s.oid = code.objid
                      WHERE code.classid = 'pg_catalog.pg_statistic_ext'::pg_catalog.regclass))
 ORDER BY named.place
