-- The copied columns $2 of table $1, in the order of $2, with what needs care in their text form: "char" prints its high half differently
-- since version 16, so its number is compared. The encoding is that in which this database's text can be compared with another database's.
SELECT wanted.name, coalesce(base.oid, t.oid) = 'pg_catalog."char"'::pg_catalog.regtype AS is_char,
       CASE pg_catalog.getdatabaseencoding() WHEN 'SQL_ASCII' THEN 'SQL_ASCII' ELSE 'UTF8' END AS encoding
  FROM pg_catalog.unnest($2::pg_catalog.text[]) WITH ORDINALITY AS wanted (name, place)
  JOIN pg_catalog.pg_attribute AS a ON a.attrelid = $1::pg_catalog.regclass AND a.attname::pg_catalog.text = wanted.name AND NOT a.attisdropped
  JOIN pg_catalog.pg_type AS t ON t.oid = a.atttypid
  LEFT JOIN pg_catalog.pg_type AS base ON base.oid = t.typbasetype
 ORDER BY wanted.place
