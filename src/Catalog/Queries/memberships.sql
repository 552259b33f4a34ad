-- Which role is a member of which. From 16 on one membership may be granted more than once, by several grantors; they are one
-- here. Columns that only those versions have are read through jsonb.
SELECT pg_catalog.row_number() OVER (ORDER BY m.roleid, m.member)::pg_catalog.oid,
       pg_catalog.pg_get_userbyid(m.roleid),
       pg_catalog.pg_get_userbyid(m.member),
       pg_catalog.bool_or(m.admin_option),
       pg_catalog.bool_or((pg_catalog.to_jsonb(m) ->> 'inherit_option')::pg_catalog.bool),
       pg_catalog.bool_or((pg_catalog.to_jsonb(m) ->> 'set_option')::pg_catalog.bool)
  FROM pg_catalog.pg_auth_members AS m
 WHERE pg_catalog.pg_get_userbyid(m.member) !~ '^pg_'
 GROUP BY m.roleid, m.member
 ORDER BY 2, 3;
