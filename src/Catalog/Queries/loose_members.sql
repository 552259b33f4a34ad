-- Members that users added to the operator families of the server or of an extension: the families are there in the target, and
-- these are not. One that an extension's own scripts added comes with it; its operator or function is the extension's, or the server's.
WITH loose AS (
    SELECT o.amopfamily AS family, 'pg_catalog.pg_amop'::pg_catalog.regclass::pg_catalog.oid AS classid, o.oid,
           o.amopopr::pg_catalog.oid AS made_of,
           'pg_catalog.pg_operator'::pg_catalog.regclass::pg_catalog.oid AS made_of_class,
           pg_catalog.format('OPERATOR %s %s%s', o.amopstrategy, o.amopopr::pg_catalog.regoperator,
                             (SELECT ' FOR ORDER BY ' || pg_catalog.format('%I.%I', n.nspname, sort.opfname)
                                FROM pg_catalog.pg_opfamily AS sort
                                JOIN pg_catalog.pg_namespace AS n ON n.oid = sort.opfnamespace
                               WHERE sort.oid = o.amopsortfamily)) AS member
      FROM pg_catalog.pg_amop AS o
     UNION ALL
    SELECT p.amprocfamily, 'pg_catalog.pg_amproc'::pg_catalog.regclass, p.oid, p.amproc, 'pg_catalog.pg_proc'::pg_catalog.regclass,
           pg_catalog.format('FUNCTION %s (%s, %s) %s', p.amprocnum, pg_catalog.format_type(p.amproclefttype, NULL),
                             pg_catalog.format_type(p.amprocrighttype, NULL), p.amproc::pg_catalog.regprocedure)
      FROM pg_catalog.pg_amproc AS p
)
SELECT n.nspname,
       f.opfname,
       am.amname,
       pg_catalog.array_agg(loose.classid ORDER BY loose.member),
       pg_catalog.array_agg(loose.oid ORDER BY loose.member),
       pg_catalog.array_agg(loose.member ORDER BY loose.member)
  FROM loose
  JOIN pg_catalog.pg_opfamily AS f ON f.oid = loose.family
  JOIN pg_catalog.pg_namespace AS n ON n.oid = f.opfnamespace
  JOIN pg_catalog.pg_am AS am ON am.oid = f.opfmethod
 WHERE loose.oid >= 16384
   AND loose.made_of >= 16384
   AND NOT EXISTS (SELECT
                     FROM pg_catalog.pg_depend AS d
                    WHERE (d.classid, d.objid) = (loose.made_of_class, loose.made_of) AND d.deptype = 'e')
   AND NOT EXISTS (SELECT
                     FROM pg_catalog.pg_depend AS d
                    WHERE (d.classid, d.objid) = (loose.classid, loose.oid) AND d.refclassid = 'pg_catalog.pg_opclass'::pg_catalog.regclass)
   AND (f.oid < 16384
        OR EXISTS (SELECT
                     FROM pg_catalog.pg_depend AS d
                    WHERE d.classid = 'pg_catalog.pg_opfamily'::pg_catalog.regclass AND d.objid = f.oid AND d.deptype = 'e'))
 GROUP BY n.nspname, f.opfname, am.amname
 ORDER BY n.nspname COLLATE pg_catalog."C", f.opfname COLLATE pg_catalog."C", am.amname;
