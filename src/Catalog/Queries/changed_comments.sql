-- Comments that users wrote on what comes with the server. initdb writes its own before it makes information_schema, so they have
-- lower transaction numbers; those of plpgsql come with its extension. The numbers stay readable after rows are frozen.
SELECT pg_catalog.pg_describe_object(d.classoid, d.objoid, d.objsubid)
  FROM pg_catalog.pg_description AS d
 WHERE d.objoid < 16384
   AND d.classoid <> 'pg_catalog.pg_largeobject'::pg_catalog.regclass
   AND NOT (d.classoid = 'pg_catalog.pg_namespace'::pg_catalog.regclass AND d.objoid = 2200)
   AND d.xmin::pg_catalog.text::pg_catalog.int8 > (SELECT pg_catalog.min(c.xmin::pg_catalog.text::pg_catalog.int8)
                                                     FROM pg_catalog.pg_class AS c
                                                     JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
                                                    WHERE n.nspname = 'information_schema')
   AND NOT EXISTS (SELECT
                     FROM pg_catalog.pg_extension AS e
                     LEFT JOIN pg_catalog.pg_depend AS member ON member.refclassid = 'pg_catalog.pg_extension'::pg_catalog.regclass
                                                             AND member.refobjid = e.oid AND member.deptype = 'e'
                    WHERE e.xmin = d.xmin
                      AND ((d.classoid, d.objoid) = ('pg_catalog.pg_extension'::pg_catalog.regclass, e.oid)
                           OR (d.classoid, d.objoid) = (member.classid, member.objid)))
 ORDER BY 1
 LIMIT 1000;
