-- Foreign keys of tables outside of those in $1 (oid[]) that refer to one of these: emptying it fails, or breaks the other side.
SELECT existing.oid, named.type, named.identity
  FROM pg_catalog.unnest($1::pg_catalog.oid[]) AS existing (oid)
  JOIN pg_catalog.pg_depend AS d
    ON d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.refobjid = existing.oid AND d.deptype = 'n'
   AND d.classid = 'pg_catalog.pg_constraint'::pg_catalog.regclass
  JOIN pg_catalog.pg_constraint AS k ON k.oid = d.objid AND k.contype = 'f'
 CROSS JOIN LATERAL pg_catalog.pg_identify_object(d.classid, d.objid, 0) AS named
 WHERE k.conrelid <> ALL ($1::pg_catalog.oid[])
 GROUP BY 1, 2, 3
 ORDER BY 1, 2, 3;
