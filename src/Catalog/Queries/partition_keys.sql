-- The facts that decide which partition a row belongs to, for the partitioned tables in $1 (oid[]), as a letter: s is the same in every
-- database; e depends on the encoding, because text is hashed by its bytes; c depends on the order of the database's collation; o depends
-- on oids or on something else that differs between clusters. Enums are hashed by the oid of their label (arrays, composites and ranges may
-- hold enums), and a regclass by its oid. Operator classes of users, and collations in which texts with different bytes are equal, may be
-- another version in the target. The types of expressions are not known.
SELECT p.partrelid,
       CASE
           WHEN p.partstrat = 'h' AND pg_catalog.bool_or(k.opclass >= 16384
                                                         OR k.input IN ('anyenum', 'anyarray', 'record', 'anyrange', 'anymultirange')
                    OR NOT k.is_deterministic
                    OR (k.input = 'oid' AND k.type IS DISTINCT FROM 'pg_catalog.oid'::pg_catalog.regtype)) THEN 'o'
           WHEN p.partstrat = 'h' AND pg_catalog.bool_or(k.sorts_by <> 0 OR k.input IN ('jsonb', 'name', 'char')) THEN 'e'
           WHEN p.partstrat = 'r' AND pg_catalog.bool_or(k.sorts_by = 'pg_catalog."default"'::pg_catalog.regcollation) THEN 'c'
           ELSE 's'
       END
  FROM pg_catalog.unnest($1::pg_catalog.oid[]) AS scope (oid)
  JOIN pg_catalog.pg_partitioned_table AS p ON p.partrelid = scope.oid
 CROSS JOIN LATERAL (
           SELECT key.opclass,
                  key.sorts_by,
                  input.typname AS input,
                  a.atttypid AS type,
                  coalesce((SELECT c.collisdeterministic FROM pg_catalog.pg_collation AS c WHERE c.oid = key.sorts_by),
                           true) AS is_deterministic
             FROM ROWS FROM (pg_catalog.unnest(p.partattrs::pg_catalog.int2[]), pg_catalog.unnest(p.partclass::pg_catalog.oid[]),
                             pg_catalog.unnest(p.partcollation::pg_catalog.oid[]))
                  AS key (attribute, opclass, sorts_by)
             JOIN pg_catalog.pg_opclass AS o ON o.oid = key.opclass
             JOIN pg_catalog.pg_type AS input ON input.oid = o.opcintype
             LEFT JOIN pg_catalog.pg_attribute AS a ON a.attrelid = p.partrelid AND a.attnum = key.attribute
       ) AS k
 GROUP BY p.partrelid, p.partstrat;
