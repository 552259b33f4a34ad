-- Operators. A shell operator (no function), which a forward reference left behind, is nothing to carry over.
SELECT o.oid,
       n.nspname,
       o.oprname,
       CASE WHEN o.oprleft <> 0 THEN pg_catalog.format_type(o.oprleft, NULL) END,
       CASE WHEN o.oprright <> 0 THEN pg_catalog.format_type(o.oprright, NULL) END,
       o.oprcanmerge,
       o.oprcanhash,
       function_schema.nspname,
       code.proname,
       commutator_schema.nspname,
       commutator.oprname,
       negator_schema.nspname,
       negator.oprname,
       rest_schema.nspname,
       rest.proname,
       join_schema.nspname,
       joined.proname
  FROM pg_catalog.pg_operator AS o
  JOIN pg_catalog.pg_namespace AS n ON n.oid = o.oprnamespace
  JOIN pg_catalog.pg_proc AS code ON code.oid = o.oprcode
  JOIN pg_catalog.pg_namespace AS function_schema ON function_schema.oid = code.pronamespace
  LEFT JOIN pg_catalog.pg_operator AS commutator ON commutator.oid = o.oprcom
  LEFT JOIN pg_catalog.pg_namespace AS commutator_schema ON commutator_schema.oid = commutator.oprnamespace
  LEFT JOIN pg_catalog.pg_operator AS negator ON negator.oid = o.oprnegate
  LEFT JOIN pg_catalog.pg_namespace AS negator_schema ON negator_schema.oid = negator.oprnamespace
  LEFT JOIN pg_catalog.pg_proc AS rest ON rest.oid = o.oprrest
  LEFT JOIN pg_catalog.pg_namespace AS rest_schema ON rest_schema.oid = rest.pronamespace
  LEFT JOIN pg_catalog.pg_proc AS joined ON joined.oid = o.oprjoin
  LEFT JOIN pg_catalog.pg_namespace AS join_schema ON join_schema.oid = joined.pronamespace
 WHERE o.oid >= 16384
   AND n.nspname NOT IN ('information_schema', 'actormigrate')
   AND n.nspname !~ '^pg_temp_'
 ORDER BY n.nspname COLLATE pg_catalog."C", o.oprname COLLATE pg_catalog."C", o.oid;
