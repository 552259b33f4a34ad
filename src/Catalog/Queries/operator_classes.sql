-- Operator classes with the operators and functions that were made with them.
SELECT c.oid,
       n.nspname,
       c.opcname,
       am.amname,
       c.opcdefault,
       pg_catalog.format_type(c.opcintype, NULL),
       CASE WHEN c.opckeytype <> 0 THEN pg_catalog.format_type(c.opckeytype, NULL) END,
       family_schema.nspname,
       f.opfname,
       (SELECT pg_catalog.array_agg(pg_catalog.format('OPERATOR %s %s%s',
                                                      o.amopstrategy,
                                                      o.amopopr::pg_catalog.regoperator,
                                                      CASE WHEN o.amopsortfamily <> 0
                                                           THEN (SELECT ' FOR ORDER BY ' || CASE WHEN pg_catalog.pg_opfamily_is_visible(sort.oid) THEN pg_catalog.quote_ident(sort.opfname)
                                                                        ELSE pg_catalog.format('%I.%I', sort_schema.nspname, sort.opfname) END
                                                                   FROM pg_catalog.pg_opfamily AS sort
                                                                   JOIN pg_catalog.pg_namespace AS sort_schema ON sort_schema.oid = sort.opfnamespace
                                                                  WHERE sort.oid = o.amopsortfamily) END)
                                    ORDER BY o.amopstrategy, o.amopopr::pg_catalog.regoperator::pg_catalog.text)
          FROM pg_catalog.pg_amop AS o
          JOIN pg_catalog.pg_depend AS d
            ON d.classid = 'pg_catalog.pg_amop'::pg_catalog.regclass AND d.objid = o.oid
           AND d.refclassid = 'pg_catalog.pg_opclass'::pg_catalog.regclass AND d.refobjid = c.oid),
       (SELECT pg_catalog.array_agg(pg_catalog.format('FUNCTION %s (%s, %s) %s',
                                                      p.amprocnum,
                                                      pg_catalog.format_type(p.amproclefttype, NULL),
                                                      pg_catalog.format_type(p.amprocrighttype, NULL),
                                                      p.amproc::pg_catalog.regprocedure)
                                    ORDER BY p.amprocnum, p.amproc::pg_catalog.regprocedure::pg_catalog.text)
          FROM pg_catalog.pg_amproc AS p
          JOIN pg_catalog.pg_depend AS d
            ON d.classid = 'pg_catalog.pg_amproc'::pg_catalog.regclass AND d.objid = p.oid
           AND d.refclassid = 'pg_catalog.pg_opclass'::pg_catalog.regclass AND d.refobjid = c.oid)
  FROM pg_catalog.pg_opclass AS c
  JOIN pg_catalog.pg_namespace AS n ON n.oid = c.opcnamespace
  JOIN pg_catalog.pg_am AS am ON am.oid = c.opcmethod
  JOIN pg_catalog.pg_opfamily AS f ON f.oid = c.opcfamily
  JOIN pg_catalog.pg_namespace AS family_schema ON family_schema.oid = f.opfnamespace
 WHERE c.oid >= 16384
 ORDER BY n.nspname COLLATE pg_catalog."C", c.opcname COLLATE pg_catalog."C", am.amname;
