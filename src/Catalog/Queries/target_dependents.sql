-- Objects outside of the tables in $1 (oid[]) that depend on them: views, foreign keys of other tables, children,
-- functions, columns of their row types. Dropping such a table needs CASCADE; emptying it may break the other side.
SELECT existing.oid, named.type, named.identity, k.contype IS NOT DISTINCT FROM 'f'
  FROM pg_catalog.unnest($1::pg_catalog.oid[]) AS scope (oid)
  JOIN pg_catalog.pg_class AS existing ON existing.oid = scope.oid
  JOIN pg_catalog.pg_depend AS d
    ON (d.refclassid, d.refobjid) IN (('pg_catalog.pg_class'::pg_catalog.regclass, existing.oid),
                                      ('pg_catalog.pg_type'::pg_catalog.regclass, existing.reltype))
   AND d.deptype IN ('n', 'a')
  LEFT JOIN pg_catalog.pg_constraint AS k ON d.classid = 'pg_catalog.pg_constraint'::pg_catalog.regclass AND k.oid = d.objid
  LEFT JOIN pg_catalog.pg_rewrite AS r ON d.classid = 'pg_catalog.pg_rewrite'::pg_catalog.regclass AND r.oid = d.objid
  LEFT JOIN pg_catalog.pg_attrdef AS ad ON d.classid = 'pg_catalog.pg_attrdef'::pg_catalog.regclass AND ad.oid = d.objid
  LEFT JOIN pg_catalog.pg_policy AS p ON d.classid = 'pg_catalog.pg_policy'::pg_catalog.regclass AND p.oid = d.objid
  LEFT JOIN pg_catalog.pg_trigger AS tr ON d.classid = 'pg_catalog.pg_trigger'::pg_catalog.regclass AND tr.oid = d.objid
  LEFT JOIN pg_catalog.pg_class AS c ON d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND c.oid = d.objid
 CROSS JOIN LATERAL (SELECT CASE WHEN r.rulename = '_RETURN' THEN 'pg_catalog.pg_class'::pg_catalog.regclass::pg_catalog.oid
                                 ELSE d.classid END,
                            CASE WHEN r.rulename = '_RETURN' THEN r.ev_class ELSE d.objid END) AS dependent (classid, oid)
 CROSS JOIN LATERAL pg_catalog.pg_identify_object(dependent.classid, dependent.oid, 0) AS named
 WHERE coalesce(k.conrelid, r.ev_class, ad.adrelid, p.polrelid, tr.tgrelid, c.oid, 0) <> ALL ($1::pg_catalog.oid[])
   AND (d.deptype = 'n' OR c.relkind IN ('r', 'p'))
   AND coalesce(c.relkind, 'r') IN ('r', 'p', 'f', 'c', 'v', 'm')
 GROUP BY 1, 2, 3, 4
 ORDER BY 1, 2, 3;
