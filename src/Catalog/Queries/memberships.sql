-- The memberships of roles in roles. From 16 on one membership may be granted more than once, by several grantors. A grantor that is
-- gone (before 16), or the server's first superuser, who grants where nobody else is named, is NULL. Columns that only newer
-- versions have are read through jsonb.
SELECT pg_catalog.row_number() OVER (ORDER BY m.roleid, m.member, m.grantor)::pg_catalog.oid,
       pg_catalog.pg_get_userbyid(m.roleid),
       pg_catalog.pg_get_userbyid(m.member),
       m.admin_option,
       (pg_catalog.to_jsonb(m) ->> 'inherit_option')::pg_catalog.bool,
       (pg_catalog.to_jsonb(m) ->> 'set_option')::pg_catalog.bool,
       CASE WHEN grantor.oid <> 10 THEN grantor.rolname::pg_catalog.text END,
       member.rolinherit
  FROM pg_catalog.pg_auth_members AS m
  JOIN pg_catalog.pg_roles AS member ON member.oid = m.member
  LEFT JOIN pg_catalog.pg_roles AS grantor ON grantor.oid = m.grantor
 WHERE member.rolname !~ '^pg_'
 ORDER BY 2, 3, 7;
