-- Privileges that objects made later will have (ALTER DEFAULT PRIVILEGES), as differences like those of privileges.sql.
-- Those of one schema add to what there is; those of no schema replace it.
WITH granted AS (
    SELECT d.oid, d.defaclrole, d.defaclnamespace, d.defaclobjtype, d.defaclacl AS acl,
           CASE WHEN d.defaclnamespace = 0
                THEN pg_catalog.acldefault(CASE d.defaclobjtype WHEN 'S' THEN 's'::pg_catalog."char" ELSE d.defaclobjtype END, d.defaclrole)
                END AS initial
      FROM pg_catalog.pg_default_acl AS d
), difference AS (
    SELECT g.oid, false AS revoked, e.grantee, e.privilege_type, e.is_grantable, e.position
      FROM granted AS g
     CROSS JOIN LATERAL pg_catalog.aclexplode(g.acl) WITH ORDINALITY AS e (grantor, grantee, privilege_type, is_grantable, position)
     WHERE NOT EXISTS (SELECT
                         FROM pg_catalog.aclexplode(g.initial) AS i
                        WHERE (i.grantee, i.privilege_type, i.is_grantable) = (e.grantee, e.privilege_type, e.is_grantable))
     UNION ALL
    SELECT g.oid, true, i.grantee, i.privilege_type, false, 0
      FROM granted AS g
     CROSS JOIN LATERAL pg_catalog.aclexplode(g.initial) AS i
     WHERE NOT EXISTS (SELECT
                         FROM pg_catalog.aclexplode(g.acl) AS e
                        WHERE (i.grantee, i.privilege_type) = (e.grantee, e.privilege_type))
)
SELECT g.oid,
       pg_catalog.pg_get_userbyid(g.defaclrole),
       n.nspname,
       g.defaclobjtype::pg_catalog.text,
       d.revoked,
       CASE WHEN d.grantee = 0 THEN '' ELSE pg_catalog.pg_get_userbyid(d.grantee) END,
       d.is_grantable,
       pg_catalog.array_agg(d.privilege_type ORDER BY d.privilege_type)
  FROM difference AS d
  JOIN granted AS g ON g.oid = d.oid
  LEFT JOIN pg_catalog.pg_namespace AS n ON n.oid = g.defaclnamespace
 GROUP BY 1, 2, 3, 4, 5, 6, 7
 ORDER BY 1, 5 DESC, pg_catalog.min(d.position);
