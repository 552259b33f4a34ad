-- The properties of schemas, functions, types and other objects that are no relations, one a row, as definitions-tables.sql
-- does for relations. Members of extensions are left to their extensions.
WITH own AS (
    SELECT n.oid, n.nspname FROM pg_namespace AS n
     WHERE n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', 'actormigrate')
), member AS (
    SELECT classid, objid FROM pg_depend WHERE deptype = 'e'
), granted AS (
    SELECT 'pg_namespace'::regclass AS classid, n.oid, n.nspowner AS owner, coalesce(n.nspacl, acldefault('n', n.nspowner)) AS acl
    FROM pg_namespace AS n
    UNION ALL SELECT 'pg_proc'::regclass, f.oid, f.proowner, coalesce(f.proacl, acldefault('f', f.proowner)) FROM pg_proc AS f
    WHERE f.pronamespace IN (SELECT oid FROM own)
    UNION ALL SELECT 'pg_type'::regclass, t.oid, t.typowner, coalesce(t.typacl, acldefault('T', t.typowner)) FROM pg_type AS t
    WHERE t.typnamespace IN (SELECT oid FROM own)
    UNION ALL SELECT 'pg_foreign_server'::regclass, s.oid, s.srvowner, coalesce(s.srvacl, acldefault('S', s.srvowner))
    FROM pg_foreign_server AS s
    UNION ALL SELECT 'pg_foreign_data_wrapper'::regclass, w.oid, w.fdwowner, coalesce(w.fdwacl, acldefault('F', w.fdwowner))
    FROM pg_foreign_data_wrapper AS w
    UNION ALL SELECT 'pg_default_acl'::regclass, d.oid, NULL, d.defaclacl FROM pg_default_acl AS d
), said AS (
    SELECT g.classid, g.oid, p.property, p.value
      FROM granted AS g, LATERAL (VALUES
        ('owner', pg_get_userbyid(g.owner)::text),
        ('privileges', (SELECT json_agg(json_build_array(pg_get_userbyid(nullif(a.grantee, 0)),
                                                         a.privilege_type || CASE WHEN a.is_grantable THEN '*' ELSE '' END))::text
                          FROM aclexplode(g.acl) AS a)),
        ('comment', obj_description(g.oid, g.classid::name))
      ) AS p (property, value)
), object AS (
    SELECT 'schema' AS kind, NULL::name AS schema, n.nspname::text AS name, 'pg_namespace'::regclass AS classid, n.oid,
           '{}'::text[] AS properties FROM own AS n
    UNION ALL
    SELECT CASE f.prokind WHEN 'p' THEN 'procedure' WHEN 'a' THEN 'aggregate' ELSE 'function' END, n.nspname,
           format('%I(%s)', f.proname, pg_get_function_identity_arguments(f.oid)), 'pg_proc'::regclass, f.oid,
           CASE f.prokind WHEN 'a' THEN ARRAY['definition',
                                              concat_ws(' ', g.aggtransfn::regproc, g.aggfinalfn::regproc, g.aggcombinefn::regproc,
                                                        format_type(g.aggtranstype, NULL), 'initially', g.agginitval, f.proparallel,
                                'serial', g.aggserialfn::regproc, g.aggdeserialfn::regproc, 'moving', g.aggmtransfn::regproc,
                                g.aggminvtransfn::regproc, g.aggmfinalfn::regproc, format_type(nullif(g.aggmtranstype, 0), NULL),
                                g.aggminitval,
                                'kind', g.aggkind, g.aggfinalextra, g.aggmfinalextra, g.aggfinalmodify, g.aggmfinalmodify, 'sorted',
                                nullif(g.aggsortop, 0)::regoperator)]
                          ELSE ARRAY['definition', pg_get_functiondef(f.oid)] END
      FROM pg_proc AS f JOIN own AS n ON n.oid = f.pronamespace LEFT JOIN pg_aggregate AS g ON g.aggfnoid = f.oid
    UNION ALL
    SELECT CASE t.typtype WHEN 'e' THEN 'enum' WHEN 'd' THEN 'domain' WHEN 'c' THEN 'composite type' WHEN 'r' THEN 'range'
                ELSE 'base type' END,
           n.nspname, t.typname::text, 'pg_type'::regclass, t.oid,
           ARRAY['definition', CASE t.typtype
               WHEN 'e' THEN (SELECT string_agg(quote_literal(e.enumlabel), ', ' ORDER BY e.enumsortorder) FROM pg_enum AS e
                              WHERE e.enumtypid = t.oid)
               WHEN 'd' THEN concat_ws(' ', format_type(t.typbasetype, t.typtypmod), CASE WHEN t.typnotnull THEN 'not null' END,
                                       'default ' || coalesce(pg_get_expr(t.typdefaultbin, 0), t.typdefault),
                                       'collated ' || nullif(t.typcollation, b.typcollation)::regcollation::text,
                        (SELECT string_agg(format('%I %s%s', k.conname, pg_get_constraintdef(k.oid),
                                                  CASE WHEN k.convalidated THEN '' ELSE ' not validated' END), ' '
                                           ORDER BY k.conname COLLATE "C")
                         FROM pg_constraint AS k WHERE k.contypid = t.oid AND k.contype = 'c'))
               WHEN 'c' THEN (SELECT string_agg(concat_ws(' ', quote_ident(a.attname), format_type(a.atttypid, a.atttypmod),
                                                          'collated ' || nullif(a.attcollation, f.typcollation)::regcollation::text), ', '
                                         ORDER BY a.attnum)
                           FROM pg_attribute AS a JOIN pg_type AS f ON f.oid = a.atttypid
                           WHERE a.attrelid = t.typrelid AND a.attnum > 0 AND NOT a.attisdropped)
               WHEN 'r' THEN (SELECT concat_ws(' ', format_type(r.rngsubtype, NULL), oc.opcname, nullif(r.rngcanonical, 0)::regproc,
                                               nullif(r.rngsubdiff, 0)::regproc, nullif(r.rngcollation, 0)::regcollation,
                                               format_type((to_jsonb(r) ->> 'rngmultitypid')::oid, NULL))
                              FROM pg_range AS r JOIN pg_opclass AS oc ON oc.oid = r.rngsubopc WHERE r.rngtypid = t.oid)
               ELSE concat_ws(' ', t.typlen, t.typbyval, t.typinput::regproc, t.typoutput::regproc) END]
      FROM pg_type AS t JOIN own AS n ON n.oid = t.typnamespace LEFT JOIN pg_class AS c ON c.oid = t.typrelid
        LEFT JOIN pg_type AS b ON b.oid = t.typbasetype
     WHERE t.typtype IN ('e', 'd', 'r') OR (t.typtype = 'c' AND c.relkind = 'c') OR (t.typtype = 'b' AND t.typelem = 0 AND t.typisdefined)
    UNION ALL
    SELECT 'operator', n.nspname,
           format('%s(%s, %s)', o.oprname, format_type(nullif(o.oprleft, 0), NULL), format_type(o.oprright, NULL)),
           'pg_operator'::regclass, o.oid,
           ARRAY['definition', concat_ws(' ', o.oprcode::regproc, format_type(o.oprresult, NULL), o.oprcanmerge, o.oprcanhash,
                                         'restrict', o.oprrest::regproc, 'join', o.oprjoin::regproc, 'commutes',
                                         nullif(o.oprcom, 0)::regoperator, 'negates', nullif(o.oprnegate, 0)::regoperator),
                 'owner', pg_get_userbyid(o.oprowner)::text]
      FROM pg_operator AS o JOIN own AS n ON n.oid = o.oprnamespace
    UNION ALL
    SELECT 'operator class', n.nspname, format('%I using %I', o.opcname, am.amname), 'pg_opclass'::regclass, o.oid,
           ARRAY['definition', concat_ws(' ', format_type(o.opcintype, NULL), CASE WHEN o.opcdefault THEN 'default' END),
                 'owner', pg_get_userbyid(o.opcowner)::text]
      FROM pg_opclass AS o JOIN own AS n ON n.oid = o.opcnamespace JOIN pg_am AS am ON am.oid = o.opcmethod
    UNION ALL
    SELECT 'collation', n.nspname, c.collname::text, 'pg_collation'::regclass, c.oid,
           ARRAY['definition', concat_ws(' ', c.collprovider, c.collisdeterministic, c.collcollate, c.collctype,
           -- Servers write the options of a locale of ICU in different ways.
           (SELECT CASE m.locale WHEN '' THEN 'und' WHEN 'c' THEN 'en-us' WHEN 'posix' THEN 'en-us' ELSE m.locale END
            FROM to_jsonb(c) AS l, LATERAL (SELECT split_part(split_part(lower(replace(
                coalesce(l ->> 'colllocale', l ->> 'colliculocale'), '_', '-')), '@', 1), '-u-', 1) AS locale) AS m),
           to_jsonb(c) ->> 'collicurules'), 'owner', pg_get_userbyid(c.collowner)::text]
      FROM pg_collation AS c JOIN own AS n ON n.oid = c.collnamespace
    UNION ALL
    SELECT 'text search configuration', n.nspname, c.cfgname::text, 'pg_ts_config'::regclass, c.oid,
           ARRAY['definition', (SELECT string_agg(concat_ws(' ', m.maptokentype, m.mapseqno, m.mapdict::regdictionary), ', '
                                                  ORDER BY m.maptokentype, m.mapseqno)
                                FROM pg_ts_config_map AS m WHERE m.mapcfg = c.oid),
           'parser', (SELECT format('%I.%I', z.nspname, q.prsname) FROM pg_ts_parser AS q
                      JOIN pg_namespace AS z ON z.oid = q.prsnamespace WHERE q.oid = c.cfgparser),
           'owner', pg_get_userbyid(c.cfgowner)::text]
      FROM pg_ts_config AS c JOIN own AS n ON n.oid = c.cfgnamespace
    UNION ALL
    SELECT 'text search dictionary', n.nspname, d.dictname::text, 'pg_ts_dict'::regclass, d.oid, ARRAY['definition', d.dictinitoption,
           'template', (SELECT format('%I.%I', z.nspname, q.tmplname) FROM pg_ts_template AS q
                        JOIN pg_namespace AS z ON z.oid = q.tmplnamespace WHERE q.oid = d.dicttemplate),
           'owner', pg_get_userbyid(d.dictowner)::text]
      FROM pg_ts_dict AS d JOIN own AS n ON n.oid = d.dictnamespace
    UNION ALL
    SELECT 'cast', NULL, format('%s as %s', format_type(c.castsource, NULL), format_type(c.casttarget, NULL)), 'pg_cast'::regclass, c.oid,
           ARRAY['definition', concat_ws(' ', c.castfunc::regprocedure, c.castcontext, c.castmethod)]
      FROM pg_cast AS c WHERE c.oid >= 16384
    UNION ALL
    SELECT 'event trigger', NULL, e.evtname::text, 'pg_event_trigger'::regclass, e.oid,
           ARRAY['definition', concat_ws(' ', e.evtevent, e.evtfoid::regproc, array_to_string(e.evttags, ', ')),
                 'enabled', e.evtenabled::text, 'owner', pg_get_userbyid(e.evtowner)::text]
      FROM pg_event_trigger AS e
    UNION ALL
    SELECT 'publication', NULL, p.pubname::text, 'pg_publication'::regclass, p.oid,
           ARRAY['definition', concat_ws(' ', p.puballtables, p.pubinsert, p.pubupdate, p.pubdelete, p.pubtruncate, p.pubviaroot,
                 -- Servers before 15 have neither filters nor lists of columns, so the names may mean these NULLs, and no schemas in
                 -- publications.
                 (SELECT string_agg(concat_ws(' ', r.prrelid::regclass,
                             (SELECT '(' || string_agg(quote_ident(a.attname), ', ' ORDER BY a.attnum) || ')' FROM pg_attribute AS a
                               WHERE a.attrelid = r.prrelid AND a.attnum = ANY ((SELECT prattrs FROM (SELECT r.*) AS present)::int2[])),
                             'where ' || pg_get_expr((SELECT prqual FROM (SELECT r.*) AS present), r.prrelid)),
                             ', ' ORDER BY r.prrelid::regclass::text COLLATE "C")
                    FROM pg_publication_rel AS r WHERE r.prpubid = p.oid)),
                 'schemas', (SELECT string_agg(quote_ident(n.nspname), ', ' ORDER BY n.nspname COLLATE "C")
                    FROM pg_depend AS member
                    JOIN pg_depend AS of ON (of.classid, of.objid, of.refclassid) = (member.classid, member.objid, 'pg_namespace'::regclass)
                    JOIN pg_namespace AS n ON n.oid = of.refobjid
                   WHERE member.classid = to_regclass('pg_catalog.pg_publication_namespace')
                     AND member.refclassid = 'pg_publication'::regclass AND member.refobjid = p.oid),
                 'owner', pg_get_userbyid(p.pubowner)::text]
      FROM pg_publication AS p CROSS JOIN (SELECT NULL::int2vector AS prattrs, NULL::pg_node_tree AS prqual) AS older
    UNION ALL
    SELECT 'foreign-data wrapper', NULL, w.fdwname::text, 'pg_foreign_data_wrapper'::regclass, w.oid,
           ARRAY['options', array_to_string(w.fdwoptions, ', '),
                 'functions', concat_ws(' ', nullif(w.fdwhandler, 0)::regproc, nullif(w.fdwvalidator, 0)::regproc)]
      FROM pg_foreign_data_wrapper AS w
    UNION ALL
    SELECT 'foreign server', NULL, s.srvname::text, 'pg_foreign_server'::regclass, s.oid,
           ARRAY['wrapper', (SELECT w.fdwname::text FROM pg_foreign_data_wrapper AS w WHERE w.oid = s.srvfdw),
                 'options', concat_ws(' ', s.srvtype, s.srvversion, array_to_string(s.srvoptions, ', '))]
      FROM pg_foreign_server AS s
    UNION ALL
    SELECT 'default privileges', NULL,
           concat_ws(' ', 'of', quote_ident(pg_get_userbyid(d.defaclrole)), 'in schema ' || quote_ident(n.nspname),
                     'for', d.defaclobjtype), 'pg_default_acl'::regclass, d.oid, '{}'
      FROM pg_default_acl AS d LEFT JOIN pg_namespace AS n ON n.oid = d.defaclnamespace
)
SELECT o.kind, o.schema::text, o.name, NULL::text, p.property, p.value
  FROM object AS o
  CROSS JOIN LATERAL (
    SELECT s.property, s.value FROM said AS s WHERE (s.classid, s.oid) = (o.classid, o.oid)
    UNION ALL SELECT o.properties[i], o.properties[i + 1] FROM generate_series(1, cardinality(o.properties), 2) AS i
    UNION ALL SELECT 'comment', obj_description(o.oid, o.classid::name) WHERE o.classid NOT IN (SELECT classid FROM granted)
    UNION ALL SELECT 'is there', 'yes'
  ) AS p (property, value)
 WHERE NOT EXISTS (SELECT FROM member AS m WHERE (m.classid, m.objid) = (o.classid, o.oid))
UNION ALL
SELECT 'extension', NULL, e.extname::text, NULL, p.property, p.value
  FROM pg_extension AS e JOIN pg_namespace AS n ON n.oid = e.extnamespace,
      LATERAL (VALUES ('version', e.extversion), ('schema', n.nspname::text)) AS p (property, value)
