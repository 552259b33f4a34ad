-- Columns and functions of the server that objects of users name: pg_depend does not hold these, the trees of the objects do. A tree has
-- the columns of each relation that it reads as a set of numbers, which count from the first system column. Functions that another version
-- lacks are those of its administration and statistics.
WITH tree AS (
    SELECT CASE WHEN r.rulename = '_RETURN'
                THEN CASE c.relkind WHEN 'm' THEN 'materialized view ' ELSE 'view ' END || c.oid::pg_catalog.regclass::pg_catalog.text
           END AS name,
           'pg_catalog.pg_rewrite'::pg_catalog.regclass AS catalog, r.oid, c.relnamespace AS schema, c.oid AS relation,
           pg_catalog.concat(r.ev_action, r.ev_qual) AS text
      FROM pg_catalog.pg_rewrite AS r JOIN pg_catalog.pg_class AS c ON c.oid = r.ev_class
     WHERE r.oid >= 16384
    UNION ALL
    SELECT NULL, 'pg_catalog.pg_proc'::pg_catalog.regclass, p.oid, p.pronamespace, 0,
           -- Versions before 14 have no bodies of SQL.
           pg_catalog.concat(pg_catalog.jsonb_extract_path_text(pg_catalog.to_jsonb(p), 'prosqlbody'), p.proargdefaults)
      FROM pg_catalog.pg_proc AS p JOIN pg_catalog.pg_language AS l ON l.oid = p.prolang
     WHERE p.oid >= 16384 AND (l.lanname = 'sql' OR p.proargdefaults IS NOT NULL)
    UNION ALL
    SELECT NULL, 'pg_catalog.pg_attrdef'::pg_catalog.regclass, d.oid, c.relnamespace, c.oid, d.adbin::pg_catalog.text
      FROM pg_catalog.pg_attrdef AS d JOIN pg_catalog.pg_class AS c ON c.oid = d.adrelid
    UNION ALL
    SELECT NULL, 'pg_catalog.pg_constraint'::pg_catalog.regclass, k.oid, k.connamespace, k.conrelid, k.conbin::pg_catalog.text
      FROM pg_catalog.pg_constraint AS k WHERE k.oid >= 16384 AND k.conbin IS NOT NULL
    UNION ALL
    SELECT NULL, 'pg_catalog.pg_policy'::pg_catalog.regclass, p.oid, c.relnamespace, c.oid,
           pg_catalog.concat(p.polqual, p.polwithcheck)
      FROM pg_catalog.pg_policy AS p JOIN pg_catalog.pg_class AS c ON c.oid = p.polrelid
    UNION ALL
    SELECT NULL, 'pg_catalog.pg_trigger'::pg_catalog.regclass, g.oid, c.relnamespace, c.oid, g.tgqual::pg_catalog.text
      FROM pg_catalog.pg_trigger AS g JOIN pg_catalog.pg_class AS c ON c.oid = g.tgrelid WHERE g.tgqual IS NOT NULL
), used AS (
    SELECT tree.*, b.relnamespace AS of_schema, b.relname AS of_name, a.attname::pg_catalog.text AS of_column
      FROM tree
     CROSS JOIN pg_catalog.regexp_split_to_table(tree.text, ':relid ') AS part
     CROSS JOIN pg_catalog.regexp_split_to_table(pg_catalog.substring(part, ':selectedCols \(b ([ 0-9]+)\)'), ' ') AS bit
      JOIN pg_catalog.pg_class AS b ON b.oid = pg_catalog.substring(part, '^[0-9]+')::pg_catalog.oid AND b.oid < 16384
      JOIN pg_catalog.pg_attribute AS a ON a.attrelid = b.oid AND a.attnum > 0 AND a.attnum = bit::pg_catalog.int4 - 7
    UNION ALL
    SELECT tree.*, f.pronamespace, f.proname, NULL
      FROM tree
     CROSS JOIN pg_catalog.regexp_matches(tree.text, ':(?:funcid|aggfnoid|winfnoid) ([0-9]+)', 'g') AS found
      JOIN pg_catalog.pg_proc AS f ON f.oid = found[1]::pg_catalog.oid AND f.oid < 16384 AND f.proname ~ '^pg_'
)
SELECT DISTINCT coalesce(name, pg_catalog.pg_describe_object(catalog, used.oid, 0)) AS object,
       n.nspname, o.nspname, of_name::pg_catalog.text, of_column
  FROM used JOIN pg_catalog.pg_namespace AS n ON n.oid = used.schema JOIN pg_catalog.pg_namespace AS o ON o.oid = used.of_schema
 WHERE n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', 'actormigrate')
   AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend AS d WHERE d.deptype = 'e'
                     AND ((d.classid, d.objid) = (used.catalog, used.oid)
                          OR (d.classid, d.objid) = ('pg_catalog.pg_class'::pg_catalog.regclass, used.relation)))
 ORDER BY 1, 4, 5;
