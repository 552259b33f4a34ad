-- Security labels on what comes with the server or with an extension: nothing of that is made by a migration, which could label it.
SELECT DISTINCT pg_catalog.pg_describe_object(l.classoid, l.objoid, l.objsubid)
  FROM pg_catalog.pg_seclabel AS l
 WHERE (l.objoid < 16384 AND l.classoid <> 'pg_catalog.pg_largeobject'::pg_catalog.regclass
        AND NOT (l.classoid = 'pg_catalog.pg_namespace'::pg_catalog.regclass AND l.objoid = 2200))
    OR EXISTS (SELECT
                 FROM pg_catalog.pg_depend AS d
                WHERE d.classid = l.classoid AND d.objid = l.objoid AND d.deptype = 'e')
 ORDER BY 1
 LIMIT 1000;
