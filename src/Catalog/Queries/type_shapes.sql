-- The types of the columns of the relations in $1 (oid[]) and all that these are made of, so that a type of the target can be compared with
-- one of the same name in the source: the fields of a composite type in another order would swap their values.
WITH RECURSIVE multirange AS (
    -- There are multiranges from 14 on.
    SELECT t.oid AS multirange, d.refobjid AS oid
      FROM pg_catalog.pg_type AS t
      JOIN pg_catalog.pg_depend AS d
        ON d.classid = 'pg_catalog.pg_type'::pg_catalog.regclass AND d.objid = t.oid AND d.deptype = 'i'
       AND d.refclassid = 'pg_catalog.pg_type'::pg_catalog.regclass
     WHERE t.typtype = 'm'
), used AS (
    SELECT DISTINCT a.atttypid AS oid
      FROM pg_catalog.unnest($1::pg_catalog.oid[]) AS scope (oid)
      JOIN pg_catalog.pg_attribute AS a ON a.attrelid = scope.oid
     WHERE a.attnum > 0 AND NOT a.attisdropped
     UNION
    SELECT part.oid
      FROM used
      JOIN pg_catalog.pg_type AS t ON t.oid = used.oid
      LEFT JOIN pg_catalog.pg_range AS r ON r.rngtypid = t.oid
      LEFT JOIN multirange AS range_of ON range_of.multirange = t.oid
     CROSS JOIN LATERAL (
               VALUES (CASE WHEN t.typcategory = 'A' THEN NULLIF(t.typelem, 0) END), (NULLIF(t.typbasetype, 0)), (r.rngsubtype),
                      (CASE WHEN t.typtype = 'm' THEN range_of.oid END)
                UNION ALL
               SELECT a.atttypid FROM pg_catalog.pg_attribute AS a
               WHERE t.typrelid <> 0 AND a.attrelid = t.typrelid AND a.attnum > 0 AND NOT a.attisdropped
           ) AS part (oid)
     WHERE part.oid IS NOT NULL
)
SELECT t.oid,
       t.typtype::pg_catalog.text,
       t.typname,
       CASE WHEN r.rngtypid IS NOT NULL
            THEN pg_catalog.format('%s by %s%s%s', subtype.typname, o.opcname, ' with collation ' || co.collname,
                                   ' and function ' || canonical.proname)
            ELSE pg_catalog.format_type(coalesce(NULLIF(t.typbasetype, 0), t.oid), CASE WHEN t.typbasetype <> 0 THEN t.typtypmod END) END,
       coalesce(CASE WHEN t.typcategory = 'A' THEN NULLIF(t.typelem, 0) END, NULLIF(t.typbasetype, 0), r.rngsubtype, range_of.oid, 0),
       (SELECT pg_catalog.array_agg(e.enumlabel::pg_catalog.text ORDER BY e.enumsortorder) FROM pg_catalog.pg_enum AS e
        WHERE e.enumtypid = t.oid),
       field.names,
       field.spelled,
       field.types
  FROM used
  JOIN pg_catalog.pg_type AS t ON t.oid = used.oid
  LEFT JOIN pg_catalog.pg_range AS r ON r.rngtypid = t.oid
  LEFT JOIN pg_catalog.pg_type AS subtype ON subtype.oid = r.rngsubtype
  LEFT JOIN pg_catalog.pg_opclass AS o ON o.oid = r.rngsubopc
  LEFT JOIN pg_catalog.pg_collation AS co ON co.oid = r.rngcollation
  LEFT JOIN pg_catalog.pg_proc AS canonical ON canonical.oid = r.rngcanonical
  LEFT JOIN multirange AS range_of ON range_of.multirange = t.oid
 CROSS JOIN LATERAL (
           SELECT pg_catalog.array_agg(a.attname::pg_catalog.text ORDER BY a.attnum) AS names,
                  pg_catalog.array_agg(pg_catalog.format_type(a.atttypid, a.atttypmod) ORDER BY a.attnum) AS spelled,
                  pg_catalog.array_agg(a.atttypid ORDER BY a.attnum) AS types
             FROM pg_catalog.pg_attribute AS a
            WHERE t.typrelid <> 0 AND a.attrelid = t.typrelid AND a.attnum > 0 AND NOT a.attisdropped
       ) AS field;
