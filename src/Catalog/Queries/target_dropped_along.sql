-- Objects of the target that would be lost with the tables in $1 (oid[]) by DROP TABLE with CASCADE, but for these tables' own parts:
-- views, functions and types that use a table or its row type, and whatever uses those, however indirectly. Of a composite type or a
-- domain CASCADE would drop only a column or a check; here it counts as a whole. outside tells that a table that is not in $1 would be
-- lost, or a part of it, such as a foreign key or a column; this part is what is named. may_drop tells whether the role may drop a type
-- or an operator family, for which there are statements of their own.
WITH RECURSIVE dropped AS (
    SELECT given.oid FROM pg_catalog.unnest($1::pg_catalog.oid[]) AS given (oid)
), lost (root, classid, objid, outside, part_class, part_id, part_column) AS (
    SELECT oid, 'pg_catalog.pg_class'::pg_catalog.regclass::pg_catalog.oid, oid, false,
           0::pg_catalog.oid, 0::pg_catalog.oid, 0
      FROM dropped
     UNION
    SELECT lost.root, whole.classid, whole.objid, whole.outside,
           CASE WHEN whole.outside THEN d.classid ELSE 0 END,
           CASE WHEN whole.outside THEN d.objid ELSE 0 END,
           CASE WHEN whole.outside THEN d.objsubid ELSE 0 END
      FROM lost
      JOIN pg_catalog.pg_depend AS d ON d.refclassid = lost.classid AND d.refobjid = lost.objid
      LEFT JOIN pg_catalog.pg_rewrite AS r ON d.classid = 'pg_catalog.pg_rewrite'::pg_catalog.regclass AND r.oid = d.objid
      LEFT JOIN pg_catalog.pg_attrdef AS ad ON d.classid = 'pg_catalog.pg_attrdef'::pg_catalog.regclass AND ad.oid = d.objid
      LEFT JOIN pg_catalog.pg_constraint AS k ON d.classid = 'pg_catalog.pg_constraint'::pg_catalog.regclass AND k.oid = d.objid
      LEFT JOIN pg_catalog.pg_trigger AS t ON d.classid = 'pg_catalog.pg_trigger'::pg_catalog.regclass AND t.oid = d.objid
      LEFT JOIN pg_catalog.pg_policy AS p ON d.classid = 'pg_catalog.pg_policy'::pg_catalog.regclass AND p.oid = d.objid
      LEFT JOIN pg_catalog.pg_statistic_ext AS s ON d.classid = 'pg_catalog.pg_statistic_ext'::pg_catalog.regclass AND s.oid = d.objid
      LEFT JOIN pg_catalog.pg_index AS i ON d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND i.indexrelid = d.objid
      LEFT JOIN pg_catalog.pg_class AS own ON d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND own.oid = d.objid
      LEFT JOIN pg_catalog.pg_amop AS o ON d.classid = 'pg_catalog.pg_amop'::pg_catalog.regclass AND o.oid = d.objid
      LEFT JOIN pg_catalog.pg_amproc AS f ON d.classid = 'pg_catalog.pg_amproc'::pg_catalog.regclass AND f.oid = d.objid
     CROSS JOIN LATERAL (SELECT coalesce(r.ev_class, ad.adrelid, NULLIF(k.conrelid, 0), t.tgrelid, p.polrelid, s.stxrelid, i.indrelid,
                                         CASE WHEN own.relkind IN ('r', 'p', 'f', 'v', 'm') THEN own.oid END)) AS part (relation)
      LEFT JOIN pg_catalog.pg_class AS above ON above.oid = part.relation AND above.oid <> lost.root
     CROSS JOIN LATERAL (
               SELECT CASE WHEN above.oid IS NULL THEN d.classid
                           ELSE 'pg_catalog.pg_class'::pg_catalog.regclass::pg_catalog.oid END,
                      coalesce(above.oid, d.objid),
                      coalesce(above.relkind IN ('r', 'p', 'f'), false)
                WHERE own.relkind IS DISTINCT FROM 'c' AND coalesce(k.contypid, 0) = 0 AND o.oid IS NULL AND f.oid IS NULL
                UNION ALL
               SELECT 'pg_catalog.pg_type'::pg_catalog.regclass, coalesce(NULLIF(k.contypid, 0), own.reltype), false
                WHERE own.relkind = 'c' OR k.contypid <> 0
                UNION ALL
               SELECT 'pg_catalog.pg_opfamily'::pg_catalog.regclass, coalesce(o.amopfamily, f.amprocfamily), false
                WHERE o.oid IS NOT NULL OR f.oid IS NOT NULL) AS whole (classid, objid, outside)
     WHERE NOT lost.outside
       AND d.deptype IN ('n', 'a', 'i', 'P', 'S')
       AND d.classid NOT IN ('pg_catalog.pg_publication_rel'::pg_catalog.regclass, 'pg_catalog.pg_default_acl'::pg_catalog.regclass)
       AND (above.oid IS NULL OR above.oid NOT IN (SELECT oid FROM dropped))
), shown AS MATERIALIZED (
    SELECT lost.root, lost.classid, lost.objid, lost.outside, lost.part_class, lost.part_id, lost.part_column,
           -- A table that is lost altogether stands for its parts.
           pg_catalog.bool_or(lost.outside AND lost.part_class = lost.classid AND lost.part_column = 0) OVER same_table AS is_whole
      FROM lost
      LEFT JOIN pg_catalog.pg_class AS c ON lost.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND c.oid = lost.objid
      LEFT JOIN pg_catalog.pg_type AS t ON lost.classid = 'pg_catalog.pg_type'::pg_catalog.regclass AND t.oid = lost.objid
      LEFT JOIN pg_catalog.pg_class AS row_of ON row_of.oid = t.typrelid
     WHERE lost.outside
        OR c.relkind IN ('v', 'm')
        OR t.typtype <> 'm' AND coalesce(row_of.relkind, 'c') = 'c'
           AND NOT EXISTS (SELECT FROM pg_catalog.pg_type AS element WHERE element.typarray = t.oid)
        OR lost.classid NOT IN ('pg_catalog.pg_class'::pg_catalog.regclass, 'pg_catalog.pg_type'::pg_catalog.regclass,
                                'pg_catalog.pg_rewrite'::pg_catalog.regclass, 'pg_catalog.pg_attrdef'::pg_catalog.regclass,
                                'pg_catalog.pg_constraint'::pg_catalog.regclass, 'pg_catalog.pg_trigger'::pg_catalog.regclass,
                                'pg_catalog.pg_policy'::pg_catalog.regclass, 'pg_catalog.pg_statistic_ext'::pg_catalog.regclass)
           AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend AS d
                            WHERE d.classid = lost.classid AND d.objid = lost.objid AND d.deptype = 'i'
                              AND d.refclassid = 'pg_catalog.pg_type'::pg_catalog.regclass)
    WINDOW same_table AS (PARTITION BY lost.root, lost.classid, lost.objid)
)
SELECT shown.root, shown.classid, shown.objid, shown.outside, named.type, named.identity,
       coalesce(pg_catalog.pg_has_role(coalesce(whole.typowner, family.opfowner), 'USAGE')
                OR pg_catalog.pg_has_role(place.nspowner, 'USAGE'), true) AS may_drop
  FROM shown
  LEFT JOIN pg_catalog.pg_type AS whole
    ON shown.classid = 'pg_catalog.pg_type'::pg_catalog.regclass AND whole.oid = shown.objid
  LEFT JOIN pg_catalog.pg_opfamily AS family
    ON shown.classid = 'pg_catalog.pg_opfamily'::pg_catalog.regclass AND family.oid = shown.objid
  LEFT JOIN pg_catalog.pg_namespace AS place ON place.oid = coalesce(whole.typnamespace, family.opfnamespace)
 CROSS JOIN LATERAL pg_catalog.pg_identify_object(
                        CASE WHEN shown.outside THEN shown.part_class ELSE shown.classid END,
                        CASE WHEN shown.outside THEN shown.part_id ELSE shown.objid END,
                        shown.part_column) AS named
 WHERE NOT shown.outside OR NOT shown.is_whole OR shown.part_class = shown.classid AND shown.part_column = 0
 ORDER BY 5, 6, 1;
