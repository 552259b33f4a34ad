-- Checks and (from 17) named not-null constraints of domains.
SELECT k.oid,
       k.contypid,
       k.conname,
       k.contype::pg_catalog.text,
       pg_catalog.pg_get_constraintdef(k.oid),
       k.convalidated
  FROM pg_catalog.pg_constraint AS k
 WHERE k.contypid >= 16384
   AND k.contype IN ('c', 'n')
 ORDER BY k.contypid, k.conname COLLATE pg_catalog."C";
