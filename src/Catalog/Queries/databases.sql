-- The properties of this database itself: its settings, each beside the role that it is for ('' for all).
SELECT d.oid,
       d.datname,
       pg_catalog.pg_get_userbyid(d.datdba),
       pg_catalog.shobj_description(d.oid, 'pg_database'),
       d.datconnlimit,
       settings.value,
       settings.role
  FROM pg_catalog.pg_database AS d
 CROSS JOIN LATERAL (
    SELECT pg_catalog.array_agg(setting.value ORDER BY r.rolname, setting.position) AS value,
           pg_catalog.array_agg(coalesce(r.rolname::pg_catalog.text, '') ORDER BY r.rolname, setting.position) AS role
      FROM pg_catalog.pg_db_role_setting AS s
     CROSS JOIN LATERAL pg_catalog.unnest(s.setconfig) WITH ORDINALITY AS setting (value, position)
      LEFT JOIN pg_catalog.pg_roles AS r ON r.oid = s.setrole
     WHERE s.setdatabase = d.oid) AS settings
 WHERE d.datname = pg_catalog.current_database();
