-- Why rows of table $1 cannot be written again without side effects, one reason a row. $2: triggers, rules and foreign keys are off in the
-- session (session_replication_role = replica), so only those count that fire nevertheless. Code that users wrote must not run with this
-- session's rights: generated columns, checks, index expressions and domains that call functions which belong to no extension.
WITH RECURSIVE part (oid) AS (
    SELECT $1::pg_catalog.regclass::pg_catalog.oid
    UNION SELECT h.inhrelid FROM part JOIN pg_inherits AS h ON h.inhparent = part.oid
      JOIN pg_class AS c ON c.oid = h.inhrelid AND c.relispartition
), needs (classid, objid) AS (
    (SELECT 'pg_class'::regclass::oid, part.oid FROM part
     UNION SELECT 'pg_class'::regclass::oid, above.relid::oid FROM pg_partition_ancestors($1::pg_catalog.regclass) AS above (relid))
    UNION
    SELECT next.classid, next.objid
      FROM needs
     CROSS JOIN LATERAL (
        SELECT d.refclassid, d.refobjid FROM pg_depend AS d
         WHERE (d.classid, d.objid) = (needs.classid, needs.objid)
           AND d.refclassid IN ('pg_type'::regclass, 'pg_proc'::regclass, 'pg_operator'::regclass)
           AND needs.classid <> 'pg_proc'::regclass
           AND NOT EXISTS (SELECT FROM pg_type AS base
                           WHERE needs.classid = 'pg_type'::regclass AND base.oid = needs.objid AND base.typtype = 'b')
        UNION ALL SELECT 'pg_class'::regclass, i.indexrelid FROM pg_index AS i
        WHERE needs.classid = 'pg_class'::regclass AND i.indrelid = needs.objid
        UNION ALL SELECT 'pg_constraint'::regclass, k.oid FROM pg_constraint AS k
         WHERE (needs.classid = 'pg_class'::regclass AND k.conrelid = needs.objid AND k.contype <> 'f')
           OR (needs.classid = 'pg_type'::regclass AND k.contypid = needs.objid)
        UNION ALL SELECT 'pg_attrdef'::regclass, a.oid FROM pg_attrdef AS a
          JOIN pg_attribute AS g ON (g.attrelid, g.attnum) = (a.adrelid, a.adnum) AND g.attgenerated <> ''
         WHERE needs.classid = 'pg_class'::regclass AND a.adrelid = needs.objid
        UNION ALL SELECT 'pg_class'::regclass, t.typrelid FROM pg_type AS t
        WHERE needs.classid = 'pg_type'::regclass AND t.oid = needs.objid AND t.typrelid <> 0
        UNION ALL SELECT 'pg_type'::regclass, t.typelem FROM pg_type AS t
        WHERE needs.classid = 'pg_type'::regclass AND t.oid = needs.objid AND t.typelem <> 0
     ) AS next (classid, objid)
)
SELECT format('its %s calls function %s', CASE WHEN needs.classid = 'pg_operator'::regclass THEN 'operator' ELSE 'definition' END,
              needs.objid::regprocedure)
  FROM needs
 WHERE needs.classid = 'pg_proc'::regclass AND needs.objid >= 16384
   AND NOT EXISTS (SELECT FROM pg_depend AS e WHERE e.classid = needs.classid AND e.objid = needs.objid AND e.deptype = 'e')
UNION ALL
SELECT format('trigger %I fires', t.tgname)
  FROM part JOIN pg_trigger AS t ON t.tgrelid = part.oid
 WHERE NOT t.tgisinternal AND t.tgenabled IN ('A', CASE WHEN $2 THEN 'R' ELSE 'O' END)
UNION ALL
SELECT format('foreign key %I checks or changes rows of other tables', k.conname)
  FROM part JOIN pg_constraint AS k ON part.oid IN (k.conrelid, k.confrelid)
 WHERE k.contype = 'f' AND NOT $2
UNION ALL
SELECT format('rule %I rewrites statements', r.rulename)
  FROM part JOIN pg_rewrite AS r ON r.ev_class = part.oid
 WHERE r.ev_enabled IN ('A', CASE WHEN $2 THEN 'R' ELSE 'O' END)
