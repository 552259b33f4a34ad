-- The dependencies between objects that users made. Built-in objects are pinned and need no order.
-- Members of extensions (e) are dependencies too: an object that needs a member needs the extension.
SELECT d.classid, d.objid, d.objsubid, d.refclassid, d.refobjid, d.deptype::pg_catalog.text
  FROM pg_catalog.pg_depend AS d
 WHERE d.objid >= 16384
   AND (d.refobjid >= 16384 OR d.refclassid = 'pg_catalog.pg_namespace'::pg_catalog.regclass)
   AND (d.classid, d.objid) <> (d.refclassid, d.refobjid);
