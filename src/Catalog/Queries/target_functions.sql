-- The functions and procedures named by $1 (schemas), $2 (names) and $3 (types of input arguments; all text[]) that the target has,
-- by their position. Functions of extensions count, too: their names are taken.
SELECT wanted.position::pg_catalog.int4
  FROM ROWS FROM (pg_catalog.unnest($1::pg_catalog.text[]), pg_catalog.unnest($2::pg_catalog.text[]),
                  pg_catalog.unnest($3::pg_catalog.text[]))
       WITH ORDINALITY AS wanted (nspname, proname, arguments, position)
  JOIN pg_catalog.pg_namespace AS n ON n.nspname = wanted.nspname
  JOIN pg_catalog.pg_proc AS p ON p.pronamespace = n.oid AND p.proname = wanted.proname
 WHERE wanted.arguments = pg_catalog.array_to_string(ARRAY(
           SELECT pg_catalog.format_type(input.type, NULL)
             FROM pg_catalog.unnest(p.proargtypes::pg_catalog.oid[]) WITH ORDINALITY AS input (type, position)
            ORDER BY input.position), ', ')
 ORDER BY 1;
