-- The objects named by $1 (keywords of GRANT), $2 (schemas), $3 (names) and $4 (types of arguments; all text[]) that the target
-- has, by their position; whether this role may grant on them, as their owners may; and the columns of tables.
WITH wanted AS (
    SELECT keyword, nspname, name, arguments, position
      FROM ROWS FROM (pg_catalog.unnest($1::pg_catalog.text[]), pg_catalog.unnest($2::pg_catalog.text[]),
                      pg_catalog.unnest($3::pg_catalog.text[]), pg_catalog.unnest($4::pg_catalog.text[]))
           WITH ORDINALITY AS names (keyword, nspname, name, arguments, position)
), found AS (
    SELECT w.position, c.relowner AS owner,
           (SELECT pg_catalog.array_agg(attname::pg_catalog.text) FROM pg_catalog.pg_attribute
            WHERE attrelid = c.oid AND NOT attisdropped) AS columns
      FROM wanted AS w
      JOIN pg_catalog.pg_namespace AS n USING (nspname)
      JOIN pg_catalog.pg_class AS c ON c.relnamespace = n.oid AND c.relname = w.name
     WHERE w.keyword = CASE WHEN c.relkind = 'S' THEN 'SEQUENCE' WHEN c.relkind IN ('r', 'p', 'v', 'm', 'f') THEN 'TABLE' END
     UNION ALL
    SELECT w.position, p.proowner, NULL
      FROM wanted AS w
      JOIN pg_catalog.pg_namespace AS n USING (nspname)
      JOIN pg_catalog.pg_proc AS p ON p.pronamespace = n.oid AND p.proname = w.name
     WHERE w.keyword = CASE p.prokind WHEN 'p' THEN 'PROCEDURE' ELSE 'FUNCTION' END
       AND w.arguments = (SELECT coalesce(pg_catalog.string_agg(pg_catalog.format_type(a.type, NULL), ', ' ORDER BY a.position), '')
                            FROM pg_catalog.unnest(p.proargtypes) WITH ORDINALITY AS a (type, position))
     UNION ALL
    SELECT w.position, t.typowner, NULL
      FROM wanted AS w
      JOIN pg_catalog.pg_namespace AS n USING (nspname)
      JOIN pg_catalog.pg_type AS t ON t.typnamespace = n.oid AND t.typname = w.name
     WHERE w.keyword = 'TYPE'
     UNION ALL
    SELECT w.position, n.nspowner, NULL FROM wanted AS w JOIN pg_catalog.pg_namespace AS n ON n.nspname = w.name WHERE w.keyword = 'SCHEMA'
     UNION ALL
    SELECT w.position, l.lanowner, NULL FROM wanted AS w JOIN pg_catalog.pg_language AS l ON l.lanname = w.name WHERE w.keyword = 'LANGUAGE'
     UNION ALL
    SELECT w.position, f.fdwowner, NULL
      FROM wanted AS w JOIN pg_catalog.pg_foreign_data_wrapper AS f ON f.fdwname = w.name WHERE w.keyword = 'FOREIGN DATA WRAPPER'
)
SELECT position::pg_catalog.int4, pg_catalog.pg_has_role(owner, 'USAGE'), columns FROM found ORDER BY position;
