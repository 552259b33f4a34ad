-- The rights of the role that migrates to create objects: the tablespaces in which it may create nothing, its own attributes, the existing
-- roles that it may grant and alter, and the superusers' settings that it was not granted. Some settings are hidden from other roles; their
-- names are the same on all versions that have them.
SELECT ARRAY(SELECT t.spcname::pg_catalog.text
               FROM pg_catalog.pg_tablespace AS t
              WHERE t.spcname NOT IN ('pg_default', 'pg_global') AND NOT pg_catalog.has_tablespace_privilege(t.oid, 'CREATE')
              ORDER BY 1),
       ARRAY(SELECT attribute.name
               FROM (VALUES ('CREATEROLE', me.rolcreaterole), ('CREATEDB', me.rolcreatedb), ('REPLICATION', me.rolreplication),
                            ('BYPASSRLS', me.rolbypassrls)) AS attribute (name, is_on)
              WHERE attribute.is_on),
       ARRAY(SELECT r.rolname::pg_catalog.text
               FROM pg_catalog.pg_roles AS r
              WHERE NOT r.rolsuper
                AND (pg_catalog.pg_has_role(r.oid, 'MEMBER WITH ADMIN OPTION')
                     OR (me.rolcreaterole AND pg_catalog.current_setting('server_version_num')::pg_catalog.int4 < 160000))),
       ARRAY(SELECT s.name
               FROM pg_catalog.pg_settings AS s
              WHERE s.context IN ('superuser', 'superuser-backend')
             UNION
             SELECT hidden.name
               FROM (VALUES ('dynamic_library_path'), ('extension_control_path'), ('session_preload_libraries')) AS hidden (name))
  FROM pg_catalog.pg_roles AS me
 WHERE me.rolname = current_user;
