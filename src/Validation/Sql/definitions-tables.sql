-- The properties of tables, views and sequences and of all that belongs to them, as the server says them, one a row. The comparison must
-- not rest on anything that makes DDL, so definitions are the server's own texts; search_path must be pg_catalog, so that they name
-- schemas. Members of extensions are left to their extensions.
WITH relation AS (
    SELECT c.*, n.nspname AS schema,
           CASE c.relkind WHEN 'r' THEN 'table' WHEN 'p' THEN 'table' WHEN 'f' THEN 'foreign table' WHEN 'v' THEN 'view'
                WHEN 'm' THEN 'materialized view' WHEN 'S' THEN 'sequence' END AS kind
      FROM pg_class AS c
      JOIN pg_namespace AS n ON n.oid = c.relnamespace
     WHERE c.relkind IN ('r', 'p', 'f', 'v', 'm', 'S')
       AND c.relpersistence <> 't'
       AND n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', 'actormigrate')
       AND NOT EXISTS (SELECT FROM pg_depend AS d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')
), used AS (
    -- JOIN USING, CASE and comparisons of rows do not name theirs: two views of one text may compare otherwise.
    SELECT d.classid, d.objid,
           string_agg(DISTINCT d.refobjid::regoperator::text COLLATE "C", ', '
                      ORDER BY d.refobjid::regoperator::text COLLATE "C") AS operators
      FROM pg_depend AS d
     WHERE d.refclassid = 'pg_operator'::regclass
       AND d.classid IN ('pg_rewrite'::regclass, 'pg_constraint'::regclass, 'pg_trigger'::regclass, 'pg_policy'::regclass)
     GROUP BY d.classid, d.objid
), granted AS (
    SELECT r.kind, r.schema::text, r.relname::text AS name, NULL::text AS relation,
           coalesce(r.relacl, acldefault(CASE r.relkind WHEN 'S' THEN 's'::"char" ELSE 'r'::"char" END, r.relowner)) AS acl
      FROM relation AS r
    UNION ALL
    SELECT 'column', r.schema::text, format('%I.%I', r.relname, a.attname), r.relname::text, a.attacl
      FROM relation AS r
      JOIN pg_attribute AS a ON a.attrelid = r.oid AND a.attnum > 0 AND NOT a.attisdropped AND r.relkind <> 'S'
)
SELECT r.kind, r.schema::text, r.relname::text, NULL::text, p.property, p.value
  FROM relation AS r, LATERAL (VALUES
    ('owner', pg_get_userbyid(r.relowner)::text),
    ('comment', obj_description(r.oid, 'pg_class')),
    -- The persistence of a partitioned table means nothing, and 18 has no unlogged ones.
    ('persistence', CASE WHEN r.relkind = 'r' THEN r.relpersistence::text END),
    ('partitioned by', CASE WHEN r.relkind = 'p' THEN pg_get_partkeydef(r.oid) END),
    ('partition bound', pg_get_expr(r.relpartbound, r.oid)),
    ('parents', (SELECT string_agg(h.inhparent::regclass::text, ', ' ORDER BY h.inhseqno) FROM pg_inherits AS h WHERE h.inhrelid = r.oid)),
    ('type', CASE WHEN r.reloftype <> 0 THEN format_type(r.reloftype, NULL) END),
    ('storage options', (SELECT string_agg(o, ', ' ORDER BY o COLLATE "C") FROM unnest(r.reloptions) AS o)),
    ('toast options', (SELECT string_agg(o, ', ' ORDER BY o COLLATE "C") FROM pg_class AS toast CROSS JOIN unnest(toast.reloptions) AS o
                       WHERE toast.oid = r.reltoastrelid)),
    ('access method', (SELECT am.amname::text FROM pg_am AS am WHERE am.oid = r.relam AND r.relkind IN ('r', 'm'))),
    ('row security', CASE WHEN r.relkind IN ('r', 'p') THEN concat_ws(' ', CASE WHEN r.relrowsecurity THEN 'enabled' ELSE 'disabled' END,
                                                                      CASE WHEN r.relforcerowsecurity THEN 'forced' END) END),
    ('replica identity', CASE WHEN r.relkind IN ('r', 'p', 'm') THEN r.relreplident::text END),
    ('populated', CASE WHEN r.relkind = 'm' THEN r.relispopulated::text END),
    ('foreign server', (SELECT s.srvname::text FROM pg_foreign_table AS f JOIN pg_foreign_server AS s ON s.oid = f.ftserver
                        WHERE f.ftrelid = r.oid)),
    ('options', (SELECT array_to_string(f.ftoptions, ', ') FROM pg_foreign_table AS f WHERE f.ftrelid = r.oid)),
    ('definition', CASE WHEN r.relkind IN ('v', 'm') THEN pg_get_viewdef(r.oid)
                        WHEN r.relkind = 'S' THEN (SELECT concat_ws(' ', format_type(s.seqtypid, NULL), 'start', s.seqstart, 'by',
                                                                    s.seqincrement, 'from', s.seqmin, 'to', s.seqmax, 'cache',
                                                                    s.seqcache, CASE WHEN s.seqcycle THEN 'cycle' END)
                                                     FROM pg_sequence AS s WHERE s.seqrelid = r.oid) END),
    ('operators', (SELECT u.operators FROM pg_rewrite AS w JOIN used AS u ON (u.classid, u.objid) = ('pg_rewrite'::regclass, w.oid)
                    WHERE w.ev_class = r.oid AND w.rulename = '_RETURN')),
    ('owned by', (SELECT format('%s.%I', d.refobjid::regclass, a.attname) FROM pg_depend AS d
                  JOIN pg_attribute AS a ON (a.attrelid, a.attnum) = (d.refobjid, d.refobjsubid)
                   WHERE r.relkind = 'S' AND d.classid = 'pg_class'::regclass AND d.objid = r.oid AND d.refclassid = 'pg_class'::regclass
                     AND d.deptype IN ('a', 'i')))
  ) AS p (property, value)
UNION ALL
SELECT g.kind, g.schema, g.name, g.relation, 'privileges',
       (SELECT json_agg(json_build_array(pg_get_userbyid(nullif(a.grantee, 0)),
                                         a.privilege_type || CASE WHEN a.is_grantable THEN '*' ELSE '' END))::text
          FROM aclexplode(g.acl) AS a)
  FROM granted AS g
UNION ALL
SELECT 'column', r.schema::text, format('%I.%I', r.relname, a.attname), r.relname::text, p.property, p.value
  FROM relation AS r
  JOIN pg_attribute AS a ON a.attrelid = r.oid AND a.attnum > 0 AND NOT a.attisdropped AND r.relkind <> 'S'
  LEFT JOIN pg_attrdef AS d ON (d.adrelid, d.adnum) = (a.attrelid, a.attnum)
  LEFT JOIN pg_collation AS co ON co.oid = a.attcollation
  JOIN pg_type AS t ON t.oid = a.atttypid
  CROSS JOIN LATERAL (VALUES
    ('type', format_type(a.atttypid, a.atttypmod)),
    ('position', (SELECT count(*) FROM pg_attribute AS b
                  WHERE b.attrelid = a.attrelid AND b.attnum BETWEEN 1 AND a.attnum AND NOT b.attisdropped)::text),
    ('not null', a.attnotnull::text),
    ('default', CASE WHEN a.attgenerated = '' THEN pg_get_expr(d.adbin, d.adrelid) END),
    ('generated', nullif(concat_ws(' ', nullif(a.attgenerated::text, ''),
                                   CASE WHEN a.attgenerated <> '' THEN pg_get_expr(d.adbin, d.adrelid) END), '')),
    -- From 17 on, a partition has what its parent has.
    ('identity', CASE WHEN NOT r.relispartition OR current_setting('server_version_num')::int < 170000
                      THEN nullif(a.attidentity::text, '') END),
    ('collation', CASE WHEN a.attcollation <> t.typcollation THEN a.attcollation::regcollation::text END),
    ('storage', CASE WHEN r.relkind IN ('r', 'p', 'm') THEN concat_ws(' ', a.attstorage, nullif(to_jsonb(a) ->> 'attcompression', '')) END),
    ('statistics target', nullif(a.attstattarget, -1)::text),
    ('options', concat_ws(' ', array_to_string(a.attoptions, ', '), array_to_string(a.attfdwoptions, ', '))),
    ('comment', col_description(r.oid, a.attnum))
  ) AS p (property, value)
UNION ALL
SELECT 'index', r.schema::text, c.relname::text, r.relname::text, p.property, p.value
  FROM relation AS r
  JOIN pg_index AS i ON i.indrelid = r.oid
  JOIN pg_class AS c ON c.oid = i.indexrelid
  CROSS JOIN LATERAL (VALUES
    ('definition', pg_get_indexdef(c.oid)),
    ('valid', (i.indisvalid AND i.indisready AND i.indislive)::text),
    ('clustered', i.indisclustered::text),
    ('replica identity', i.indisreplident::text),
    ('statistics targets', (SELECT string_agg(concat_ws(' ', a.attnum, a.attstattarget), ', ' ORDER BY a.attnum) FROM pg_attribute AS a
                            WHERE a.attrelid = c.oid AND a.attstattarget >= 0)),
    ('comment', obj_description(c.oid, 'pg_class'))
  ) AS p (property, value)
UNION ALL
SELECT CASE k.contype WHEN 'p' THEN 'primary-key' WHEN 'u' THEN 'unique' WHEN 'f' THEN 'foreign-key' WHEN 'x' THEN 'exclusion'
            ELSE 'check' END,
       r.schema::text, format('%I on %I', k.conname, r.relname), r.relname::text, p.property, p.value
  FROM relation AS r
  JOIN pg_constraint AS k ON k.conrelid = r.oid AND k.contype IN ('p', 'u', 'f', 'x', 'c') AND NOT (k.contype = 'f' AND k.conparentid <> 0)
  CROSS JOIN LATERAL (VALUES
    ('definition', regexp_replace(pg_get_constraintdef(k.oid), ' NOT VALID$', '')),
    ('validated', k.convalidated::text),
    ('triggers that are not enabled as usual',
     (SELECT string_agg(concat_ws(' ', t.tgfoid::regproc, 'of', t.tgrelid::regclass, t.tgenabled), ', '
                        ORDER BY t.tgfoid::regproc::text COLLATE "C", t.tgrelid::regclass::text COLLATE "C")
      FROM pg_trigger AS t WHERE t.tgconstraint = k.oid AND t.tgisinternal AND t.tgenabled <> 'O')),
    ('operators', (SELECT u.operators FROM used AS u
                    WHERE k.contype = 'c' AND (u.classid, u.objid) = ('pg_constraint'::regclass, k.oid))),
    ('comment', obj_description(k.oid, 'pg_constraint'))
  ) AS p (property, value)
UNION ALL
SELECT 'trigger', r.schema::text, format('%I on %I', g.tgname, r.relname), r.relname::text, p.property, p.value
  FROM relation AS r
  JOIN pg_trigger AS g ON g.tgrelid = r.oid AND NOT g.tgisinternal
  CROSS JOIN LATERAL (VALUES ('definition', pg_get_triggerdef(g.oid)), ('enabled', g.tgenabled::text),
                      ('operators', (SELECT u.operators FROM used AS u WHERE (u.classid, u.objid) = ('pg_trigger'::regclass, g.oid))),
                      ('comment', obj_description(g.oid, 'pg_trigger'))) AS p (property, value)
UNION ALL
SELECT 'rule', r.schema::text, format('%I on %I', w.rulename, r.relname), r.relname::text, p.property, p.value
  FROM relation AS r
  JOIN pg_rewrite AS w ON w.ev_class = r.oid AND w.rulename <> '_RETURN'
  CROSS JOIN LATERAL (VALUES ('definition', pg_get_ruledef(w.oid)), ('enabled', w.ev_enabled::text),
                      ('operators', (SELECT u.operators FROM used AS u WHERE (u.classid, u.objid) = ('pg_rewrite'::regclass, w.oid))),
                      ('comment', obj_description(w.oid, 'pg_rewrite'))) AS p (property, value)
UNION ALL
SELECT 'policy', r.schema::text, format('%I on %I', l.polname, r.relname), r.relname::text, p.property, p.value
  FROM relation AS r
  JOIN pg_policy AS l ON l.polrelid = r.oid
  CROSS JOIN LATERAL (VALUES
    ('command', concat_ws(' ', l.polcmd, CASE WHEN l.polpermissive THEN 'permissive' ELSE 'restrictive' END)),
    ('roles', (SELECT json_agg(json_build_array(pg_get_userbyid(nullif(o, 0))))::text FROM unnest(l.polroles) AS o)),
    ('using', pg_get_expr(l.polqual, l.polrelid)),
    ('with check', pg_get_expr(l.polwithcheck, l.polrelid)),
    ('operators', (SELECT u.operators FROM used AS u WHERE (u.classid, u.objid) = ('pg_policy'::regclass, l.oid))),
    ('comment', obj_description(l.oid, 'pg_policy'))
  ) AS p (property, value)
UNION ALL
SELECT 'statistics', n.nspname::text, s.stxname::text, r.relname::text, p.property, p.value
  FROM relation AS r
  JOIN pg_statistic_ext AS s ON s.stxrelid = r.oid
  JOIN pg_namespace AS n ON n.oid = s.stxnamespace
  CROSS JOIN LATERAL (VALUES
    ('definition', pg_get_statisticsobjdef(s.oid)),
    ('statistics target', nullif(to_jsonb(s) ->> 'stxstattarget', '-1')),
    ('owner', pg_get_userbyid(s.stxowner)::text),
    ('comment', obj_description(s.oid, 'pg_statistic_ext'))
  ) AS p (property, value)
