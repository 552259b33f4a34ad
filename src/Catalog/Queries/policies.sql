-- Row security policies; a NULL among the roles is PUBLIC.
SELECT p.oid,
       p.polrelid,
       p.polname,
       p.polcmd::pg_catalog.text,
       p.polpermissive,
       (SELECT pg_catalog.array_agg(coalesce(role.rolname::pg_catalog.text, '') ORDER BY role.rolname)
          FROM pg_catalog.unnest(p.polroles) AS member (oid)
          LEFT JOIN pg_catalog.pg_roles AS role ON role.oid = member.oid),
       pg_catalog.pg_get_expr(p.polqual, p.polrelid),
       pg_catalog.pg_get_expr(p.polwithcheck, p.polrelid)
  FROM pg_catalog.pg_policy AS p
 WHERE p.oid >= 16384
 ORDER BY p.polrelid, p.polname COLLATE pg_catalog."C";
