-- The extensions in $1 (text[]) that the target's server offers, and whether the database has them. One that the database
-- has may have lost its files. With the schema that an installed one is in, and who may create it.
SELECT coalesce(offered.name, e.extname)::pg_catalog.text,
       offered.default_version,
       e.extversion,
       (SELECT pg_catalog.array_agg(v.version ORDER BY v.version)
          FROM pg_catalog.pg_available_extension_versions AS v
         WHERE v.name = offered.name),
       n.nspname,
       coalesce(e.extrelocatable, false),
       coalesce((SELECT v.superuser AND NOT v.trusted
                   FROM pg_catalog.pg_available_extension_versions AS v
                  WHERE v.name = offered.name AND v.version = offered.default_version), false)
  FROM pg_catalog.pg_available_extensions AS offered
  FULL JOIN pg_catalog.pg_extension AS e ON e.extname = offered.name
  LEFT JOIN pg_catalog.pg_namespace AS n ON n.oid = e.extnamespace
 WHERE coalesce(offered.name, e.extname)::pg_catalog.text = ANY ($1);
