-- Encoding conversions.
SELECT c.oid,
       n.nspname,
       c.conname,
       c.condefault,
       pg_catalog.pg_encoding_to_char(c.conforencoding)::pg_catalog.text,
       pg_catalog.pg_encoding_to_char(c.contoencoding)::pg_catalog.text,
       function_schema.nspname,
       p.proname
  FROM pg_catalog.pg_conversion AS c
  JOIN pg_catalog.pg_namespace AS n ON n.oid = c.connamespace
  JOIN pg_catalog.pg_proc AS p ON p.oid = c.conproc
  JOIN pg_catalog.pg_namespace AS function_schema ON function_schema.oid = p.pronamespace
 WHERE c.oid >= 16384
   AND n.nspname !~ '^pg_temp_'
 ORDER BY n.nspname COLLATE pg_catalog."C", c.conname COLLATE pg_catalog."C";
