-- The privileges that the default privileges of this role, which makes the objects, give to new ones (false) or keep from them (true),
-- beside those that they have from the start. Default privileges of one schema only add. An empty grantee is PUBLIC; NULL is the role
-- itself.
WITH given AS (
    SELECT d.oid, n.nspname, d.defaclobjtype::pg_catalog.text AS kind, d.defaclrole, d.defaclacl AS acl,
           CASE WHEN d.defaclnamespace = 0
                THEN pg_catalog.acldefault(CASE d.defaclobjtype WHEN 'S' THEN 's'::pg_catalog."char" ELSE d.defaclobjtype END, d.defaclrole)
                END AS initial
      FROM pg_catalog.pg_default_acl AS d
      JOIN pg_catalog.pg_roles AS r ON r.oid = d.defaclrole AND r.rolname = current_user
      LEFT JOIN pg_catalog.pg_namespace AS n ON n.oid = d.defaclnamespace
     WHERE d.defaclobjtype IN ('r', 'S', 'f', 'T', 'n')
)
SELECT g.nspname, g.kind, false,
       CASE WHEN e.grantee = 0 THEN '' ELSE pg_catalog.pg_get_userbyid(e.grantee)::pg_catalog.text END, e.privilege_type
  FROM given AS g
 CROSS JOIN LATERAL pg_catalog.aclexplode(g.acl) AS e
 WHERE e.grantee <> g.defaclrole
   AND NOT EXISTS (SELECT FROM pg_catalog.aclexplode(g.initial) AS i WHERE (i.grantee, i.privilege_type) = (e.grantee, e.privilege_type))
 UNION ALL
SELECT g.nspname, g.kind, true,
       CASE WHEN i.grantee = 0 THEN '' WHEN i.grantee <> g.defaclrole THEN pg_catalog.pg_get_userbyid(i.grantee)::pg_catalog.text END,
       i.privilege_type
  FROM given AS g
 CROSS JOIN LATERAL pg_catalog.aclexplode(g.initial) AS i
 WHERE NOT EXISTS (SELECT FROM pg_catalog.aclexplode(g.acl) AS e WHERE (i.grantee, i.privilege_type) = (e.grantee, e.privilege_type))
 ORDER BY 1, 2, 3, 4, 5
