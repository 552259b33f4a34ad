-- Labels of security providers on what users made, on roles, and on this database.
SELECT l.classoid, l.objoid, l.objsubid, a.attname, l.provider, l.label
  FROM (SELECT classoid, objoid, objsubid, provider, label
          FROM pg_catalog.pg_seclabel
         WHERE objoid >= 16384
            OR classoid = 'pg_catalog.pg_largeobject'::pg_catalog.regclass
            OR (classoid = 'pg_catalog.pg_namespace'::pg_catalog.regclass AND objoid = 2200)
         UNION ALL
        SELECT classoid, objoid, 0, provider, label
          FROM pg_catalog.pg_shseclabel
         WHERE classoid <> 'pg_catalog.pg_database'::pg_catalog.regclass
            OR objoid = (SELECT oid FROM pg_catalog.pg_database WHERE datname = pg_catalog.current_database())) AS l
  LEFT JOIN pg_catalog.pg_attribute AS a
    ON l.objsubid > 0 AND a.attrelid = l.objoid AND a.attnum = l.objsubid
 ORDER BY l.classoid, l.objoid, l.objsubid, l.provider COLLATE pg_catalog."C";
