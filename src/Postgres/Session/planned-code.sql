-- The tables of $1 (text[]) that a superuser must not read by a query, by their position in $1, each with the tables that hold its rows and
-- their narrowest columns. Where $2 (bool[], in the same order) is true, the table is read with its partitions and children. The planner
-- evaluates constant calls in the predicates and expressions of indexes and statistics, and in keys of partitions, as the session's role,
-- even for count(*), and the owner of the table wrote these. COPY of a table is not planned, and a superuser may let it write to nowhere.
-- Extensions' functions are trusted. Names of tables that do not exist are ignored.
WITH RECURSIVE code AS (
    SELECT d.classid, d.objid
      FROM pg_catalog.pg_depend AS d
     WHERE d.refclassid IN ('pg_catalog.pg_proc'::pg_catalog.regclass, 'pg_catalog.pg_operator'::pg_catalog.regclass)
       AND d.classid IN ('pg_catalog.pg_class'::pg_catalog.regclass, 'pg_catalog.pg_statistic_ext'::pg_catalog.regclass)
       AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend AS e WHERE (e.classid, e.objid) = (d.refclassid, d.refobjid) AND e.deptype = 'e')
), planned AS (
    SELECT i.indrelid AS oid FROM code JOIN pg_catalog.pg_index AS i ON i.indexrelid = code.objid
     WHERE code.classid = 'pg_catalog.pg_class'::pg_catalog.regclass
    UNION
    SELECT s.stxrelid FROM code JOIN pg_catalog.pg_statistic_ext AS s ON s.oid = code.objid
     WHERE code.classid = 'pg_catalog.pg_statistic_ext'::pg_catalog.regclass
    UNION
    SELECT code.objid FROM code JOIN pg_catalog.pg_partitioned_table AS p ON p.partrelid = code.objid
     WHERE code.classid = 'pg_catalog.pg_class'::pg_catalog.regclass
), named AS (
    SELECT asked.place, asked.deep, pg_catalog.to_regclass(asked.name)::pg_catalog.oid AS oid
      FROM ROWS FROM (pg_catalog.unnest($1::pg_catalog.text[]), pg_catalog.unnest($2::pg_catalog.bool[]))
           WITH ORDINALITY AS asked (name, deep, place)
     WHERE pg_catalog.current_setting('is_superuser') = 'on' AND pg_catalog.version() !~* 'mingw|visual c'
), reached (place, deep, oid) AS (
    SELECT place, deep, oid FROM named
    UNION
    SELECT reached.place, reached.deep, i.inhrelid FROM reached JOIN pg_catalog.pg_inherits AS i ON i.inhparent = reached.oid
    WHERE reached.deep
)
SELECT reached.place::pg_catalog.int4, n.nspname, c.relname,
       (SELECT pg_catalog.quote_ident(a.attname)
          FROM pg_catalog.pg_attribute AS a
         WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
         ORDER BY a.attlen < 0, a.attlen, a.attnum LIMIT 1)
  FROM reached
  JOIN pg_catalog.pg_class AS c ON c.oid = reached.oid AND c.relkind IN ('r', 'm')
  JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
 WHERE reached.place IN (SELECT other.place FROM reached AS other JOIN planned USING (oid))
 ORDER BY reached.place, n.nspname, c.relname
