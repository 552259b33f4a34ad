-- Of the table $1.$2, and with $3 its partitions, those that are not what the snapshot of this transaction saw. Rows of the catalogs are of
-- the snapshot; pg_relation_filenode, to_regclass and pg_identify_object_as_address answer for now. Run under locks on the tables.
WITH RECURSIVE read (oid) AS (
    SELECT class.oid
    FROM pg_catalog.pg_class AS class JOIN pg_catalog.pg_namespace AS space ON space.oid = class.relnamespace
    WHERE space.nspname = $1 AND class.relname = $2
    UNION
    SELECT child.inhrelid FROM pg_catalog.pg_inherits AS child JOIN read ON child.inhparent = read.oid WHERE $3
)
SELECT space.nspname, class.relname
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
ORDER BY 1, 2
