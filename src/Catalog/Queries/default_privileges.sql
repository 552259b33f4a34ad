-- Privileges that objects made later will have (ALTER DEFAULT PRIVILEGES), as differences like those of privileges.sql.
-- Those of one schema add to what there is; those of no schema replace it.
WITH compared AS (
    SELECT 0 AS classid, d.oid, 0 AS subid, d.defaclrole AS owner, d.defaclnamespace, d.defaclobjtype, d.defaclacl AS acl,
           CASE WHEN d.defaclnamespace = 0
                THEN pg_catalog.acldefault(CASE d.defaclobjtype WHEN 'S' THEN 's'::pg_catalog."char" ELSE d.defaclobjtype END, d.defaclrole)
                END AS initial
      FROM pg_catalog.pg_default_acl AS d
),
-- include privilege_difference.sql
SELECT g.oid,
       pg_catalog.pg_get_userbyid(g.owner),
       n.nspname,
       g.defaclobjtype::pg_catalog.text,
       d.revoked,
       CASE WHEN d.grantee = 0 THEN '' ELSE pg_catalog.pg_get_userbyid(d.grantee) END,
       d.is_grantable,
       pg_catalog.array_agg(d.privilege_type ORDER BY d.privilege_type)
  FROM difference AS d
  JOIN compared AS g ON g.oid = d.oid
  LEFT JOIN pg_catalog.pg_namespace AS n ON n.oid = g.defaclnamespace
 GROUP BY 1, 2, 3, 4, 5, 6, 7
 ORDER BY 1, 5 DESC, pg_catalog.min(d.position);
