-- Row security policies; an empty name among the roles is PUBLIC. A role that was dropped while the policy names it has no name: it is
-- counted, and must not be taken for PUBLIC.
SELECT p.oid,
       p.polrelid,
       p.polname,
       p.polcmd::pg_catalog.text,
       p.polpermissive,
       ARRAY(SELECT coalesce(role.rolname::pg_catalog.text, '')
               FROM pg_catalog.unnest(p.polroles) AS member (oid)
               LEFT JOIN pg_catalog.pg_roles AS role ON role.oid = member.oid
              WHERE role.oid IS NOT NULL OR member.oid = 0
              ORDER BY role.rolname),
       pg_catalog.pg_get_expr(p.polqual, p.polrelid),
       pg_catalog.pg_get_expr(p.polwithcheck, p.polrelid),
       (SELECT pg_catalog.count(*)::pg_catalog.int4
          FROM pg_catalog.unnest(p.polroles) AS member (oid)
         WHERE member.oid <> 0 AND NOT EXISTS (SELECT FROM pg_catalog.pg_roles AS role WHERE role.oid = member.oid))
  FROM pg_catalog.pg_policy AS p
 WHERE p.oid >= 16384
 ORDER BY p.polrelid, p.polname COLLATE pg_catalog."C";
