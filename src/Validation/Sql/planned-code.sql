-- The narrowest column of table $1, if its rows have to be counted without the planner; no row where they need not. The planner evaluates
-- constant calls in the predicates and expressions of a table's indexes and statistics as the session's role, even for count(*), and whoever
-- owns the table wrote these. COPY of a table is not planned, and a superuser may let it write to nowhere. Extensions' functions are trusted.
SELECT (SELECT pg_catalog.quote_ident(a.attname)
          FROM pg_catalog.pg_attribute AS a
         WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
         ORDER BY a.attlen < 0, a.attlen, a.attnum LIMIT 1)
  FROM pg_catalog.pg_class AS c
 WHERE c.oid = $1::pg_catalog.regclass
   AND c.relkind = 'r'
   AND pg_catalog.current_setting('is_superuser') = 'on'
   AND pg_catalog.version() !~* 'mingw|visual c'
   AND EXISTS (
       SELECT FROM pg_catalog.pg_depend AS d
        WHERE d.refclassid IN ('pg_catalog.pg_proc'::pg_catalog.regclass, 'pg_catalog.pg_operator'::pg_catalog.regclass)
          AND ((d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass
                AND d.objid IN (SELECT indexrelid FROM pg_catalog.pg_index WHERE indrelid = c.oid))
               OR (d.classid = 'pg_catalog.pg_statistic_ext'::pg_catalog.regclass
                   AND d.objid IN (SELECT oid FROM pg_catalog.pg_statistic_ext WHERE stxrelid = c.oid)))
          AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend AS e WHERE (e.classid, e.objid) = (d.refclassid, d.refobjid) AND e.deptype = 'e'))
