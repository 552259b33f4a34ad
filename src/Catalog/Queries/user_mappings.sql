-- User mappings without their options, which may be secret; the last two columns say whether this role may read those (as the view
-- pg_user_mappings decides it), and whether it may read the catalog itself, as pg_read_all_data may.
SELECT mapping.umid,
       mapping.srvname,
       mapping.srvid,
       CASE WHEN mapping.umuser = 0 THEN '' ELSE mapping.usename::pg_catalog.text END,
       pg_catalog.current_setting('is_superuser') = 'on'
       OR (mapping.umuser <> 0 AND mapping.usename = CURRENT_USER
           AND (pg_catalog.pg_has_role(server.srvowner, 'USAGE') OR pg_catalog.has_server_privilege(server.oid, 'USAGE')))
       OR (mapping.umuser = 0 AND pg_catalog.pg_has_role(server.srvowner, 'USAGE')),
       pg_catalog.has_table_privilege('pg_catalog.pg_user_mapping', 'SELECT')
  FROM pg_catalog.pg_user_mappings AS mapping
  JOIN pg_catalog.pg_foreign_server AS server ON server.oid = mapping.srvid
 ORDER BY mapping.srvname, mapping.umuser;
