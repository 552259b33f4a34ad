-- Privileges, as what differs from what an object's owner and PUBLIC have from the start: rows to grant, and rows of
-- the start that were taken away. They come in the order in which they were granted, the owner's grants first. An empty
-- grantee is PUBLIC; the last column is the role that granted, where it is not the owner.
-- A table's own come before those of its columns, system columns included, for REVOKE on a table takes its columns' along.
-- ALTER SCHEMA ... OWNER hands what the old owner has to the new one, so what public's first owner had, its owner has from the start.
-- The schema public stands there twice: as it differs from its start, and under 0 as from a new schema.
WITH compared AS (
    SELECT 'pg_catalog.pg_class'::pg_catalog.regclass::pg_catalog.oid AS classid, c.oid, 0 AS subid, c.relacl AS acl, c.relowner AS owner,
           pg_catalog.acldefault(CASE c.relkind WHEN 'S' THEN 's'::pg_catalog."char" ELSE 'r'::pg_catalog."char" END, c.relowner) AS initial
      FROM pg_catalog.pg_class AS c WHERE c.relacl IS NOT NULL
     UNION ALL
    SELECT 'pg_catalog.pg_class'::pg_catalog.regclass, a.attrelid, a.attnum, a.attacl, c.relowner, NULL
      FROM pg_catalog.pg_attribute AS a JOIN pg_catalog.pg_class AS c ON c.oid = a.attrelid
      WHERE a.attacl IS NOT NULL AND NOT a.attisdropped
     UNION ALL
    SELECT 'pg_catalog.pg_proc'::pg_catalog.regclass, oid, 0, proacl, proowner, pg_catalog.acldefault('f', proowner)
      FROM pg_catalog.pg_proc WHERE proacl IS NOT NULL
     UNION ALL
    SELECT 'pg_catalog.pg_type'::pg_catalog.regclass, oid, 0, typacl, typowner, pg_catalog.acldefault('T', typowner)
      FROM pg_catalog.pg_type WHERE typacl IS NOT NULL
     UNION ALL
    SELECT 'pg_catalog.pg_namespace'::pg_catalog.regclass, s.oid, 0, s.nspacl, s.nspowner,
           coalesce((SELECT (SELECT coalesce(pg_catalog.array_agg(pg_catalog.makeaclitem(
                                        CASE WHEN e.grantee = e.grantor THEN s.nspowner ELSE e.grantee END,
                                        s.nspowner, e.privilege_type, e.is_grantable)), '{}')
                               FROM pg_catalog.aclexplode(i.initprivs) AS e)
                       FROM pg_catalog.pg_init_privs AS i
                      WHERE s.oid = 2200 AND i.classoid = 'pg_catalog.pg_namespace'::pg_catalog.regclass AND i.objoid = s.oid),
                    pg_catalog.acldefault('n', s.nspowner))
      FROM pg_catalog.pg_namespace AS s WHERE s.nspacl IS NOT NULL
     UNION ALL
    SELECT 'pg_catalog.pg_namespace'::pg_catalog.regclass, 0, 0, nspacl, nspowner, pg_catalog.acldefault('n', nspowner)
      FROM pg_catalog.pg_namespace WHERE nspacl IS NOT NULL AND oid = 2200
     UNION ALL
    SELECT 'pg_catalog.pg_language'::pg_catalog.regclass, oid, 0, lanacl, lanowner, pg_catalog.acldefault('l', lanowner)
      FROM pg_catalog.pg_language WHERE lanacl IS NOT NULL
     UNION ALL
    SELECT 'pg_catalog.pg_foreign_data_wrapper'::pg_catalog.regclass, oid, 0, fdwacl, fdwowner, pg_catalog.acldefault('F', fdwowner)
      FROM pg_catalog.pg_foreign_data_wrapper WHERE fdwacl IS NOT NULL
     UNION ALL
    SELECT 'pg_catalog.pg_foreign_server'::pg_catalog.regclass, oid, 0, srvacl, srvowner, pg_catalog.acldefault('S', srvowner)
      FROM pg_catalog.pg_foreign_server WHERE srvacl IS NOT NULL
     UNION ALL
    SELECT 'pg_catalog.pg_database'::pg_catalog.regclass, oid, 0, datacl, datdba, pg_catalog.acldefault('d', datdba)
      FROM pg_catalog.pg_database WHERE datacl IS NOT NULL AND datname = pg_catalog.current_database()
     UNION ALL
    SELECT 'pg_catalog.pg_largeobject'::pg_catalog.regclass, oid, 0, lomacl, lomowner, pg_catalog.acldefault('L', lomowner)
      FROM pg_catalog.pg_largeobject_metadata WHERE lomacl IS NOT NULL
),
-- include privilege_difference.sql
SELECT d.classid,
       d.oid,
       d.subid,
       a.attname,
       d.revoked,
       CASE WHEN d.grantee = 0 THEN '' ELSE pg_catalog.pg_get_userbyid(d.grantee) END,
       d.is_grantable,
       pg_catalog.array_agg(d.privilege_type ORDER BY d.privilege_type),
       pg_catalog.pg_get_userbyid(d.grantor)
  FROM difference AS d
  LEFT JOIN pg_catalog.pg_attribute AS a
    ON d.subid <> 0 AND a.attrelid = d.oid AND a.attnum = d.subid
 WHERE d.oid >= 16384
    OR d.classid IN ('pg_catalog.pg_largeobject'::pg_catalog.regclass, 'pg_catalog.pg_database'::pg_catalog.regclass)
    OR (d.classid = 'pg_catalog.pg_namespace'::pg_catalog.regclass AND d.oid IN (0, 2200))
 GROUP BY 1, 2, 3, 4, 5, 6, 7, d.grantor
 ORDER BY 1, 2, d.grantor IS NOT NULL, d.subid <> 0, 3, 5 DESC, pg_catalog.min(d.position);
