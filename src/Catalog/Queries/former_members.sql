-- Objects that may have been taken out of an extension (ALTER EXTENSION ... DROP): they belong to none, and stand beside members of one, in
-- the same schema, with the same owner and, for functions and relations, of the same sort. CREATE EXTENSION makes them members again in the
-- target. An extension may have had one object of a kind alone, so that other kinds stand beside members of any kind.
WITH placed AS (
    SELECT 'pg_catalog.pg_proc'::pg_catalog.regclass AS classid, p.oid, p.pronamespace AS space, p.proowner AS owner,
           p.prolang::pg_catalog.text AS sort
      FROM pg_catalog.pg_proc AS p WHERE p.oid >= 16384
     UNION ALL
    SELECT 'pg_catalog.pg_class'::pg_catalog.regclass, c.oid, c.relnamespace, c.relowner, c.relkind::pg_catalog.text
      FROM pg_catalog.pg_class AS c WHERE c.oid >= 16384 AND c.relkind IN ('r', 'p', 'v', 'm', 'S', 'f')
     UNION ALL
    SELECT 'pg_catalog.pg_operator'::pg_catalog.regclass, o.oid, o.oprnamespace, o.oprowner, ''
      FROM pg_catalog.pg_operator AS o WHERE o.oid >= 16384 AND o.oprcode <> 0
     UNION ALL
    SELECT 'pg_catalog.pg_opclass'::pg_catalog.regclass, c.oid, c.opcnamespace, c.opcowner, ''
      FROM pg_catalog.pg_opclass AS c WHERE c.oid >= 16384
     UNION ALL
    SELECT 'pg_catalog.pg_opfamily'::pg_catalog.regclass, f.oid, f.opfnamespace, f.opfowner, ''
      FROM pg_catalog.pg_opfamily AS f WHERE f.oid >= 16384
     UNION ALL
    SELECT 'pg_catalog.pg_cast'::pg_catalog.regclass, c.oid, 0, 0, ''
      FROM pg_catalog.pg_cast AS c WHERE c.oid >= 16384
     UNION ALL
    SELECT 'pg_catalog.pg_type'::pg_catalog.regclass, t.oid, t.typnamespace, t.typowner, 'any'
      FROM pg_catalog.pg_type AS t WHERE t.oid >= 16384 AND t.typisdefined
     UNION ALL
    SELECT 'pg_catalog.pg_collation'::pg_catalog.regclass, c.oid, c.collnamespace, c.collowner, 'any'
      FROM pg_catalog.pg_collation AS c WHERE c.oid >= 16384
     UNION ALL
    SELECT 'pg_catalog.pg_conversion'::pg_catalog.regclass, c.oid, c.connamespace, c.conowner, 'any'
      FROM pg_catalog.pg_conversion AS c WHERE c.oid >= 16384
     UNION ALL
    SELECT 'pg_catalog.pg_ts_dict'::pg_catalog.regclass, d.oid, d.dictnamespace, d.dictowner, 'any'
      FROM pg_catalog.pg_ts_dict AS d WHERE d.oid >= 16384
     UNION ALL
    SELECT 'pg_catalog.pg_ts_config'::pg_catalog.regclass, c.oid, c.cfgnamespace, c.cfgowner, 'any'
      FROM pg_catalog.pg_ts_config AS c WHERE c.oid >= 16384
), member AS (
    SELECT d.refobjid AS extension, placed.classid, placed.oid, placed.space, placed.owner, placed.sort
      FROM pg_catalog.pg_depend AS d
      JOIN placed ON placed.classid = d.classid AND placed.oid = d.objid
     WHERE d.refclassid = 'pg_catalog.pg_extension'::pg_catalog.regclass AND d.deptype = 'e' AND d.refobjid >= 16384
)
SELECT beside.extension, placed.classid::pg_catalog.oid, placed.oid, named.type, named.identity, placed.classid::pg_catalog.text
  FROM placed
  JOIN (SELECT member.extension, member.classid, member.space, member.owner, member.sort FROM member
         UNION
        SELECT member.extension, other.classid, member.space, member.owner, 'any'
          FROM member
          JOIN (SELECT DISTINCT classid FROM placed WHERE sort = 'any') AS other ON true) AS beside
       USING (classid, space, owner, sort)
 CROSS JOIN LATERAL pg_catalog.pg_identify_object(placed.classid, placed.oid, 0) AS named
 WHERE NOT EXISTS (SELECT FROM pg_catalog.pg_depend AS d
                    WHERE d.classid = placed.classid AND d.objid = placed.oid AND d.objsubid = 0 AND d.deptype IN ('e', 'i'))
 ORDER BY beside.extension, named.type COLLATE pg_catalog."C", named.identity COLLATE pg_catalog."C";
