-- Indexes of the relations in $1 (oid[]) that no constraint owns. pg_get_indexdef always spells out the
-- index's and the table's schema; both names are known, so only what follows them is kept, and a
-- renamed schema needs no editing of SQL text. NULL means the text did not begin as expected.
SELECT indexed.oid,
       indexed.indrelid,
       indexed.nspname,
       indexed.relname,
       CASE WHEN pg_catalog.starts_with(indexed.def, indexed.head)
            THEN pg_catalog.substr(indexed.def, pg_catalog.length(indexed.head) + 1) END,
       indexed.indisunique,
       indexed.indisvalid,
       indexed.indisclustered,
       indexed.indisreplident,
       indexed.inhparent,
       indexed.spcname,
       (SELECT pg_catalog.array_agg(a.attnum ORDER BY a.attnum)
          FROM pg_catalog.pg_attribute AS a
         WHERE a.attrelid = indexed.oid AND a.attstattarget >= 0),
       (SELECT pg_catalog.array_agg(a.attstattarget::pg_catalog.int4 ORDER BY a.attnum)
          FROM pg_catalog.pg_attribute AS a
         WHERE a.attrelid = indexed.oid AND a.attstattarget >= 0),
       (SELECT pg_catalog.array_agg(k.attnum ORDER BY k.attnum)
          FROM pg_catalog.unnest(indexed.indkey::pg_catalog.int2[]) WITH ORDINALITY AS k (attnum, place)
         WHERE k.place <= indexed.indnkeyatts)
  FROM (SELECT i.oid,
               x.indrelid,
               n.nspname,
               i.relname,
               pg_catalog.pg_get_indexdef(i.oid) AS def,
               pg_catalog.format('CREATE %sINDEX %I ON %s%I.%I',
                                 CASE WHEN x.indisunique THEN 'UNIQUE ' END,
                                 i.relname,
                                 CASE WHEN c.relkind = 'p' THEN 'ONLY ' END,
                                 n.nspname,
                                 c.relname) AS head,
               x.indkey,
               x.indnkeyatts,
               x.indisunique,
               x.indisvalid,
               x.indisclustered,
               x.indisreplident,
               parent_index.inhparent,
               space.spcname
          FROM pg_catalog.unnest($1::pg_catalog.oid[]) AS scope (oid)
          JOIN pg_catalog.pg_index AS x ON x.indrelid = scope.oid
          JOIN pg_catalog.pg_class AS c ON c.oid = x.indrelid
          JOIN pg_catalog.pg_class AS i ON i.oid = x.indexrelid
          JOIN pg_catalog.pg_namespace AS n ON n.oid = i.relnamespace
          LEFT JOIN pg_catalog.pg_inherits AS parent_index ON parent_index.inhrelid = i.oid
          LEFT JOIN pg_catalog.pg_tablespace AS space ON space.oid = i.reltablespace
         WHERE NOT EXISTS (SELECT
                             FROM pg_catalog.pg_constraint AS k
                            WHERE k.conrelid = x.indrelid
                              AND k.conindid = i.oid
                              AND k.contype IN ('p', 'u', 'x'))) AS indexed
 ORDER BY indexed.nspname COLLATE pg_catalog."C", indexed.relname COLLATE pg_catalog."C";
