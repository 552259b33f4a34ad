-- The new owners among $3 (text[]) that lack the right that ALTER ... OWNER TO asks of them on the $1 (text[]: schema, database, wrapper)
-- named $2 (text[]): neither by what the target has already, nor as one of the roles $5 (text[]; empty for PUBLIC) that get it on the
-- schemas $4.
SELECT place.kind, place.name, place.owner
FROM ROWS FROM (pg_catalog.unnest($1), pg_catalog.unnest($2), pg_catalog.unnest($3)) AS place (kind, name, owner)
JOIN pg_catalog.pg_roles AS r ON r.rolname = place.owner
LEFT JOIN pg_catalog.pg_namespace AS n ON place.kind = 'schema' AND n.nspname = place.name
LEFT JOIN pg_catalog.pg_foreign_data_wrapper AS w ON place.kind = 'wrapper' AND w.fdwname = place.name
WHERE CASE place.kind
          WHEN 'schema' THEN NOT coalesce(pg_catalog.has_schema_privilege(r.oid, n.oid, 'CREATE'), false)
          WHEN 'database' THEN NOT pg_catalog.has_database_privilege(r.oid, pg_catalog.current_database(), 'CREATE')
          ELSE NOT coalesce(pg_catalog.has_foreign_data_wrapper_privilege(r.oid, w.oid, 'USAGE'), true)
      END
  AND NOT EXISTS (SELECT
                  FROM ROWS FROM (pg_catalog.unnest($4), pg_catalog.unnest($5)) AS creator (schema, role)
                  LEFT JOIN pg_catalog.pg_roles AS g ON g.rolname = creator.role
                  WHERE place.kind = 'schema'
                    AND creator.schema = place.name
                    AND (creator.role = '' OR pg_catalog.pg_has_role(r.oid, g.oid, 'USAGE')))
ORDER BY 1, 2, 3;
