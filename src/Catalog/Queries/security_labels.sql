-- Labels of security providers on what users made.
SELECT l.classoid, l.objoid, l.objsubid, a.attname, l.provider, l.label
  FROM pg_catalog.pg_seclabel AS l
  LEFT JOIN pg_catalog.pg_attribute AS a
    ON l.objsubid > 0 AND a.attrelid = l.objoid AND a.attnum = l.objsubid
 WHERE l.objoid >= 16384
    OR l.classoid = 'pg_catalog.pg_largeobject'::pg_catalog.regclass
 ORDER BY l.classoid, l.objoid, l.objsubid, l.provider COLLATE pg_catalog."C";
