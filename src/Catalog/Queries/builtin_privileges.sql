-- Privileges that were changed on what comes with the server or with an extension, as differences like those of privileges.sql from
-- what pg_init_privs remembers of the beginning, or from what owners and PUBLIC have from the start (not of information_schema,
-- like pg_dump: nothing remembers its beginning). Arguments are types alone, by which the target's object is looked for, too.
WITH granted AS (
    SELECT 'pg_catalog.pg_class'::pg_catalog.regclass::pg_catalog.oid AS classid, oid, 0 AS subid, relacl AS acl, relowner AS owner,
           CASE relkind WHEN 'S' THEN 's'::pg_catalog."char" ELSE 'r'::pg_catalog."char" END AS kind,
           CASE relkind WHEN 'S' THEN 'SEQUENCE' ELSE 'TABLE' END AS keyword, relnamespace AS namespace,
           relname::pg_catalog.text AS name, NULL::pg_catalog.text AS attname
      FROM pg_catalog.pg_class WHERE relkind IN ('r', 'p', 'v', 'm', 'S', 'f')
     UNION ALL
    SELECT 'pg_catalog.pg_class'::pg_catalog.regclass, a.attrelid, a.attnum, a.attacl, c.relowner, 'c', 'TABLE', c.relnamespace,
           c.relname, a.attname
      FROM pg_catalog.pg_attribute AS a
      JOIN pg_catalog.pg_class AS c ON c.oid = a.attrelid
     WHERE NOT a.attisdropped
       AND (a.attacl IS NOT NULL
            OR (a.attrelid, a.attnum) IN (SELECT objoid, objsubid FROM pg_catalog.pg_init_privs
                                          WHERE classoid = 'pg_catalog.pg_class'::pg_catalog.regclass))
     UNION ALL
    SELECT 'pg_catalog.pg_proc'::pg_catalog.regclass, oid, 0, proacl, proowner, 'f',
           CASE prokind WHEN 'p' THEN 'PROCEDURE' ELSE 'FUNCTION' END, pronamespace, proname, NULL
      FROM pg_catalog.pg_proc
     UNION ALL
    SELECT 'pg_catalog.pg_type'::pg_catalog.regclass, oid, 0, typacl, typowner, 'T', 'TYPE', typnamespace, typname, NULL
      FROM pg_catalog.pg_type WHERE typtype <> 'm'
     UNION ALL
    SELECT 'pg_catalog.pg_namespace'::pg_catalog.regclass, oid, 0, nspacl, nspowner, 'n', 'SCHEMA', 0, nspname, NULL
      FROM pg_catalog.pg_namespace WHERE oid <> 2200 AND nspname <> 'information_schema'
     UNION ALL
    SELECT 'pg_catalog.pg_language'::pg_catalog.regclass, oid, 0, lanacl, lanowner, 'l', 'LANGUAGE', 0, lanname, NULL
    FROM pg_catalog.pg_language
     UNION ALL
    SELECT 'pg_catalog.pg_foreign_data_wrapper'::pg_catalog.regclass, oid, 0, fdwacl, fdwowner, 'F', 'FOREIGN DATA WRAPPER', 0,
           fdwname, NULL
      FROM pg_catalog.pg_foreign_data_wrapper
), changed AS (
    SELECT g.*, present.acl AS now, initial.acl AS initial, e.refobjid AS extension
      FROM granted AS g
      LEFT JOIN pg_catalog.pg_init_privs AS i ON i.classoid = g.classid AND i.objoid = g.oid AND i.objsubid = g.subid
      LEFT JOIN pg_catalog.pg_depend AS e ON e.classid = g.classid AND e.objid = g.oid AND e.objsubid = 0 AND e.deptype = 'e'
     CROSS JOIN LATERAL (SELECT coalesce(g.acl, pg_catalog.acldefault(g.kind, g.owner))) AS present (acl)
     CROSS JOIN LATERAL (SELECT coalesce(i.initprivs, pg_catalog.acldefault(g.kind, g.owner))) AS initial (acl)
     WHERE (g.oid < 16384 OR e.refobjid IS NOT NULL)
       AND (g.acl IS NOT NULL OR i.initprivs IS NOT NULL)
       AND g.namespace NOT IN (SELECT oid FROM pg_catalog.pg_namespace WHERE nspname = 'information_schema')
       AND NOT (present.acl OPERATOR(pg_catalog.@>) initial.acl AND initial.acl OPERATOR(pg_catalog.@>) present.acl)
), compared AS (
    SELECT classid, oid, subid, owner, now AS acl, initial FROM changed
),
-- include privilege_difference.sql
SELECT d.classid,
       d.oid,
       d.subid,
       c.attname,
       d.revoked,
       CASE WHEN d.grantee = 0 THEN '' ELSE pg_catalog.pg_get_userbyid(d.grantee) END,
       d.is_grantable,
       pg_catalog.array_agg(d.privilege_type ORDER BY d.privilege_type),
       pg_catalog.pg_get_userbyid(d.grantor),
       c.keyword,
       (SELECT nspname FROM pg_catalog.pg_namespace WHERE oid = c.namespace),
       c.name,
       (SELECT (SELECT coalesce(pg_catalog.string_agg(pg_catalog.format_type(a.type, NULL), ', ' ORDER BY a.position), '')
                  FROM pg_catalog.unnest(p.proargtypes) WITH ORDINALITY AS a (type, position))
          FROM pg_catalog.pg_proc AS p
         WHERE p.oid = d.oid AND c.keyword IN ('FUNCTION', 'PROCEDURE')),
       CASE WHEN c.extension >= 16384 THEN c.extension END
  FROM difference AS d
  JOIN changed AS c USING (classid, oid, subid)
 GROUP BY d.classid, d.oid, d.subid, c.attname, d.revoked, d.grantee, d.is_grantable, d.grantor, c.keyword, c.namespace, c.name, c.extension
 ORDER BY d.classid, d.oid, d.grantor IS NOT NULL, d.subid <> 0, d.subid, d.revoked DESC, pg_catalog.min(d.position);
