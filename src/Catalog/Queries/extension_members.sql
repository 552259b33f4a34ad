-- Members of each extension that may have been added after CREATE EXTENSION: relations, functions with a body, and the triggers, rules,
-- policies, statistics and indexes of its relations. The target's CREATE EXTENSION makes what the extension's script makes; the rest can
-- only be seen to be missing there. A member table whose rows this role may read and that is not one of configuration has its oid and name
-- beside it, for its rows to be counted.
WITH member AS (
    SELECT e.oid AS extension, d.classid, d.objid
      FROM pg_catalog.pg_extension AS e
      JOIN pg_catalog.pg_depend AS d
        ON d.refclassid = 'pg_catalog.pg_extension'::pg_catalog.regclass AND d.refobjid = e.oid AND d.deptype = 'e'
     WHERE e.oid >= 16384
), relation AS (
    SELECT member.extension, c.oid, c.relkind, c.relnamespace
      FROM member
      JOIN pg_catalog.pg_class AS c ON member.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND c.oid = member.objid
), part AS (
    SELECT relation.extension, 'pg_catalog.pg_class'::pg_catalog.regclass::pg_catalog.oid AS classid, relation.oid, relation.relkind
    FROM relation WHERE relation.relkind <> 'c'
     UNION ALL
    SELECT member.extension, member.classid, member.objid, NULL
      FROM member
      JOIN pg_catalog.pg_proc AS p ON member.classid = 'pg_catalog.pg_proc'::pg_catalog.regclass AND p.oid = member.objid
      JOIN pg_catalog.pg_language AS l ON l.oid = p.prolang
     WHERE l.lanname NOT IN ('c', 'internal')
     UNION ALL
    SELECT relation.extension, 'pg_catalog.pg_trigger'::pg_catalog.regclass, t.oid, NULL
      FROM relation
      JOIN pg_catalog.pg_trigger AS t ON t.tgrelid = relation.oid AND NOT t.tgisinternal AND t.tgparentid = 0
     UNION ALL
    SELECT relation.extension, 'pg_catalog.pg_rewrite'::pg_catalog.regclass, r.oid, NULL
      FROM relation
      JOIN pg_catalog.pg_rewrite AS r ON r.ev_class = relation.oid AND r.ev_type <> '1'
     UNION ALL
    SELECT relation.extension, 'pg_catalog.pg_policy'::pg_catalog.regclass, p.oid, NULL
      FROM relation
      JOIN pg_catalog.pg_policy AS p ON p.polrelid = relation.oid
     UNION ALL
    SELECT relation.extension, 'pg_catalog.pg_statistic_ext'::pg_catalog.regclass, s.oid, NULL
      FROM relation
      JOIN pg_catalog.pg_statistic_ext AS s ON s.stxrelid = relation.oid
     UNION ALL
    SELECT relation.extension, 'pg_catalog.pg_class'::pg_catalog.regclass, i.indexrelid, NULL
      FROM relation
      JOIN pg_catalog.pg_index AS i ON i.indrelid = relation.oid
)
SELECT part.extension,
       part.classid,
       part.oid,
       named.type,
       named.identity,
       CASE WHEN part.relkind = 'r' AND NOT EXISTS (SELECT FROM pg_catalog.pg_extension AS e WHERE part.oid = ANY (e.extconfig))
             AND pg_catalog.has_schema_privilege(c.relnamespace, 'USAGE') AND pg_catalog.has_table_privilege(c.oid, 'SELECT')
             AND NOT pg_catalog.row_security_active(c.oid) THEN c.oid END,
       n.nspname,
       c.relname
  FROM part
 CROSS JOIN LATERAL pg_catalog.pg_identify_object(part.classid, part.oid, 0) AS named
  LEFT JOIN pg_catalog.pg_class AS c ON c.oid = part.oid AND part.relkind IS NOT NULL
  LEFT JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
 ORDER BY part.extension, named.type COLLATE pg_catalog."C", named.identity COLLATE pg_catalog."C";
