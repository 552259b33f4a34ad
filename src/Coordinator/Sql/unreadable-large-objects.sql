-- Large objects that the role may not read, and the first ten of them. No function tells this before 18, so owner and
-- privileges are looked at as the server does.
SELECT count(*), coalesce((array_agg(lo.oid ORDER BY lo.oid))[1:10], '{}')
FROM pg_catalog.pg_largeobject_metadata AS lo
WHERE current_setting('is_superuser') = 'off'
  AND current_setting('lo_compat_privileges') = 'off'
  AND NOT pg_catalog.pg_has_role(lo.lomowner, 'USAGE')
  AND NOT EXISTS (SELECT
                  FROM pg_catalog.aclexplode(lo.lomacl) AS granted
                  WHERE granted.privilege_type = 'SELECT'
                    AND (granted.grantee = 0 OR pg_catalog.pg_has_role(granted.grantee, 'USAGE')))
