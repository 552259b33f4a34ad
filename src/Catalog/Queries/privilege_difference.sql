-- Differences of the privileges "acl" of each row of "compared" from those that it had from the start, "initial": rows to grant, and rows
-- of the start that were taken away (revoked). The grantor is null where it is the owner. A part of other queries, after their "compared".
difference AS (
    SELECT c.classid, c.oid, c.subid, false AS revoked, NULLIF(e.grantor, c.owner) AS grantor, e.grantee, e.privilege_type,
           e.is_grantable, e.position
      FROM compared AS c
     CROSS JOIN LATERAL pg_catalog.aclexplode(c.acl) WITH ORDINALITY AS e (grantor, grantee, privilege_type, is_grantable, position)
     WHERE NOT EXISTS (SELECT
                         FROM pg_catalog.aclexplode(c.initial) AS i
                        WHERE (i.grantee, i.privilege_type, i.is_grantable) = (e.grantee, e.privilege_type, e.is_grantable))
     UNION ALL
    SELECT c.classid, c.oid, c.subid, true, NULL, i.grantee, i.privilege_type, false, 0
      FROM compared AS c
     CROSS JOIN LATERAL pg_catalog.aclexplode(c.initial) AS i
     WHERE NOT EXISTS (SELECT
                         FROM pg_catalog.aclexplode(c.acl) AS e
                        WHERE (i.grantee, i.privilege_type) = (e.grantee, e.privilege_type))
)
