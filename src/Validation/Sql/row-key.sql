-- The columns of the key that tells the rows of table $1 apart, if they are all among $2 (text[]): the primary key, or else the narrowest
-- unique index over columns that are never null. No row where the table has none.
SELECT ARRAY(SELECT a.attname::pg_catalog.text
               FROM pg_catalog.unnest(i.indkey::pg_catalog.int2[]) WITH ORDINALITY AS k (num, place)
               JOIN pg_catalog.pg_attribute AS a ON a.attrelid = i.indrelid AND a.attnum = k.num
              WHERE k.place <= i.indnkeyatts
              ORDER BY k.place)
  FROM pg_catalog.pg_index AS i
 WHERE i.indrelid = $1::pg_catalog.regclass
   AND i.indisunique AND i.indisvalid AND i.indpred IS NULL AND i.indexprs IS NULL
   AND NOT EXISTS (
       SELECT FROM pg_catalog.unnest(i.indkey::pg_catalog.int2[]) WITH ORDINALITY AS k (num, place)
         JOIN pg_catalog.pg_attribute AS a ON a.attrelid = i.indrelid AND a.attnum = k.num
        WHERE k.place <= i.indnkeyatts AND NOT (a.attnotnull AND a.attname::pg_catalog.text = ANY ($2::pg_catalog.text[])))
 ORDER BY i.indisprimary DESC, i.indnkeyatts, i.indexrelid
 LIMIT 1
