-- Operator families and operator classes, each with its operators and functions: a class has those that were made with it, a family those
-- that were added to it by itself. A member depends (pg_depend) on the one that it belongs to; the family that an operator orders by is
-- a dependency, too, but not a place. Members of the server's own families that users added are in loose_members.sql.
WITH member AS MATERIALIZED (
    SELECT 'pg_catalog.pg_amop'::pg_catalog.regclass::pg_catalog.oid AS classid, o.oid, o.amopfamily AS family,
           1 AS kind, o.amopstrategy AS number, o.amopopr::pg_catalog.regoperator::pg_catalog.text AS name,
           pg_catalog.format('OPERATOR %s %s%s', o.amopstrategy, o.amopopr::pg_catalog.regoperator,
                             (SELECT ' FOR ORDER BY '
                                     || CASE WHEN pg_catalog.pg_opfamily_is_visible(sort.oid) THEN pg_catalog.quote_ident(sort.opfname)
                                                              ELSE pg_catalog.format('%I.%I', n.nspname, sort.opfname) END
                                FROM pg_catalog.pg_opfamily AS sort
                                JOIN pg_catalog.pg_namespace AS n ON n.oid = sort.opfnamespace
                               WHERE sort.oid = o.amopsortfamily)) AS definition
      FROM pg_catalog.pg_amop AS o WHERE o.oid >= 16384
     UNION ALL
    SELECT 'pg_catalog.pg_amproc'::pg_catalog.regclass, p.oid, p.amprocfamily,
           2, p.amprocnum, p.amproc::pg_catalog.regprocedure::pg_catalog.text,
           pg_catalog.format('FUNCTION %s (%s, %s) %s', p.amprocnum, pg_catalog.format_type(p.amproclefttype, NULL),
                             pg_catalog.format_type(p.amprocrighttype, NULL), p.amproc::pg_catalog.regprocedure)
      FROM pg_catalog.pg_amproc AS p WHERE p.oid >= 16384
), members AS (
    SELECT d.refclassid AS classid, d.refobjid AS oid,
           pg_catalog.array_agg(member.definition ORDER BY member.kind, member.number, member.name) AS definitions
      FROM member
      JOIN pg_catalog.pg_depend AS d ON d.classid = member.classid AND d.objid = member.oid
     WHERE d.refclassid = 'pg_catalog.pg_opclass'::pg_catalog.regclass
        OR (d.refclassid = 'pg_catalog.pg_opfamily'::pg_catalog.regclass AND d.refobjid = member.family)
     GROUP BY d.refclassid, d.refobjid
), made AS (
    SELECT 1 AS place, 'pg_catalog.pg_opfamily'::pg_catalog.regclass::pg_catalog.oid AS classid, f.oid, f.opfnamespace AS namespace,
           f.opfname AS name,
           f.opfmethod AS method, NULL::pg_catalog.oid AS family, false AS is_default, NULL::pg_catalog.text AS type,
           NULL::pg_catalog.text AS storage
      FROM pg_catalog.pg_opfamily AS f WHERE f.oid >= 16384
     UNION ALL
    SELECT 2, 'pg_catalog.pg_opclass'::pg_catalog.regclass, c.oid, c.opcnamespace, c.opcname, c.opcmethod, c.opcfamily, c.opcdefault,
           pg_catalog.format_type(c.opcintype, NULL), CASE WHEN c.opckeytype <> 0 THEN pg_catalog.format_type(c.opckeytype, NULL) END
      FROM pg_catalog.pg_opclass AS c WHERE c.oid >= 16384
)
SELECT made.classid,
       made.oid,
       n.nspname,
       made.name,
       am.amname,
       members.definitions,
       made.is_default,
       made.type,
       made.storage,
       family_schema.nspname,
       f.opfname
  FROM made
  JOIN pg_catalog.pg_namespace AS n ON n.oid = made.namespace
  JOIN pg_catalog.pg_am AS am ON am.oid = made.method
  LEFT JOIN members ON members.classid = made.classid AND members.oid = made.oid
  LEFT JOIN pg_catalog.pg_opfamily AS f ON f.oid = made.family
  LEFT JOIN pg_catalog.pg_namespace AS family_schema ON family_schema.oid = f.opfnamespace
 WHERE n.nspname !~ '^pg_temp_'
 ORDER BY made.place, n.nspname COLLATE pg_catalog."C", made.name COLLATE pg_catalog."C", am.amname;
