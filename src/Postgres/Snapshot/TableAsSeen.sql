-- The tables of $1.$2 (text[]), each with its partitions where $3 (boolean[]) says so, that are not what the snapshot of this
-- transaction saw, each after the place of the table that was asked for. Rows of the catalogs are of the snapshot; pg_relation_filenode,
-- to_regclass and pg_identify_object_as_address answer for now. Run under locks on the tables.
WITH RECURSIVE read (place, oid, deep) AS (
    SELECT asked.place::pg_catalog.int4, class.oid, asked.deep
    FROM ROWS FROM (pg_catalog.unnest($1::pg_catalog.text[]), pg_catalog.unnest($2::pg_catalog.text[]),
                    pg_catalog.unnest($3::pg_catalog.bool[]))
        WITH ORDINALITY AS asked (space, name, deep, place)
    JOIN pg_catalog.pg_namespace AS space ON space.nspname = asked.space::pg_catalog.name
    JOIN pg_catalog.pg_class AS class ON class.relnamespace = space.oid AND class.relname = asked.name::pg_catalog.name
    UNION
    SELECT read.place, child.inhrelid, read.deep FROM pg_catalog.pg_inherits AS child JOIN read ON child.inhparent = read.oid
    WHERE read.deep
)
SELECT read.place, space.nspname, class.relname
FROM read
JOIN pg_catalog.pg_class AS class ON class.oid = read.oid
JOIN pg_catalog.pg_namespace AS space ON space.oid = class.relnamespace
WHERE CASE
    WHEN pg_catalog.to_regclass(pg_catalog.format('%I.%I', space.nspname, class.relname))::oid IS DISTINCT FROM class.oid THEN true
    WHEN pg_catalog.pg_relation_filenode(class.oid) IS DISTINCT FROM nullif(class.relfilenode, 0) THEN true
    ELSE EXISTS (
        SELECT FROM pg_catalog.pg_attribute AS attribute
        WHERE attribute.attrelid = class.oid AND attribute.attnum > 0 AND NOT attribute.attisdropped
          AND (pg_catalog.pg_identify_object_as_address('pg_catalog.pg_class'::regclass, class.oid, attribute.attnum)).object_names[3]
              IS DISTINCT FROM attribute.attname::text)
    END
ORDER BY 1, 2, 3
