-- Foreign servers. Their user mappings hold passwords and are left to the user.
SELECT s.oid, s.srvname, s.srvtype, s.srvversion, w.fdwname, s.srvoptions
  FROM pg_catalog.pg_foreign_server AS s
  JOIN pg_catalog.pg_foreign_data_wrapper AS w ON w.oid = s.srvfdw
 WHERE s.oid >= 16384
 ORDER BY s.srvname COLLATE pg_catalog."C";
