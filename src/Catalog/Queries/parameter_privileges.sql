-- Privileges on the server's parameters (15), which belong to the first superuser; where somebody else granted, who did.
SELECT p.oid,
       p.parname,
       CASE WHEN e.grantee = 0 THEN '' ELSE pg_catalog.pg_get_userbyid(e.grantee) END,
       e.is_grantable,
       pg_catalog.array_agg(e.privilege_type ORDER BY e.privilege_type),
       CASE WHEN e.grantor <> 10 THEN pg_catalog.pg_get_userbyid(e.grantor) END
  FROM pg_catalog.pg_parameter_acl AS p
 CROSS JOIN LATERAL pg_catalog.aclexplode(p.paracl) WITH ORDINALITY AS e (grantor, grantee, privilege_type, is_grantable, position)
 WHERE e.grantee <> 10
 GROUP BY p.oid, p.parname, e.grantee, e.is_grantable, e.grantor
 ORDER BY p.parname COLLATE pg_catalog."C", e.grantor <> 10, pg_catalog.min(e.position);
