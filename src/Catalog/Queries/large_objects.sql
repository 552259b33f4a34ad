-- The large objects of the database; their data is read when they are copied.
SELECT lo.oid, pg_catalog.pg_get_userbyid(lo.lomowner)
  FROM pg_catalog.pg_largeobject_metadata AS lo
 ORDER BY lo.oid;
