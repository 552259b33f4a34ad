-- Every sequence a user made; deptype tells a serial's (a) from an identity column's (i). Of an extension's, those whose
-- value is a user's configuration and may be read, with the extension.
SELECT c.oid,
       n.nspname,
       c.relname,
       c.relpersistence::pg_catalog.text,
       pg_catalog.format_type(s.seqtypid, NULL),
       s.seqstart,
       s.seqincrement,
       s.seqmin,
       s.seqmax,
       s.seqcache,
       s.seqcycle,
       d.refobjid,
       a.attname,
       d.deptype::pg_catalog.text,
       member.refobjid
  FROM pg_catalog.pg_sequence AS s
  JOIN pg_catalog.pg_class AS c ON c.oid = s.seqrelid
  JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
  LEFT JOIN pg_catalog.pg_depend AS d
    ON d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass
   AND d.objid = c.oid
   AND d.objsubid = 0
   AND d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass
   AND d.deptype IN ('a', 'i')
  LEFT JOIN pg_catalog.pg_depend AS member
    ON member.classid = 'pg_catalog.pg_class'::pg_catalog.regclass
   AND member.objid = c.oid
   AND member.refclassid = 'pg_catalog.pg_extension'::pg_catalog.regclass
   AND member.deptype = 'e'
  LEFT JOIN pg_catalog.pg_extension AS e ON e.oid = member.refobjid
  LEFT JOIN pg_catalog.pg_attribute AS a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
 WHERE c.oid >= 16384
   AND c.relpersistence <> 't'
   AND (e.oid IS NULL
        OR (c.oid = ANY (e.extconfig) AND pg_catalog.has_schema_privilege(n.oid, 'USAGE')
            AND pg_catalog.has_sequence_privilege(c.oid, 'SELECT')))
   AND n.nspname NOT IN ('information_schema', 'actormigrate')
 ORDER BY n.nspname COLLATE pg_catalog."C", c.relname COLLATE pg_catalog."C";
