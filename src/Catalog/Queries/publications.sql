-- Publications with what they publish: tables with their column lists and row filters, and (from 15 on) schemas.
-- pg_publication_namespace exists from 15 on, so it is read by way of pg_depend, which needs no such catalog.
SELECT p.oid,
       p.pubname,
       p.puballtables,
       p.pubinsert,
       p.pubupdate,
       p.pubdelete,
       p.pubtruncate,
       p.pubviaroot,
       (SELECT pubgencols::pg_catalog.text FROM (SELECT p.*) AS present),
       (SELECT pg_catalog.array_agg(r.prrelid ORDER BY r.prrelid) FROM pg_catalog.pg_publication_rel AS r WHERE r.prpubid = p.oid),
       (SELECT pg_catalog.array_agg(coalesce((SELECT pg_catalog.string_agg(pg_catalog.quote_ident(a.attname), ', ' ORDER BY a.attnum)
                                                FROM pg_catalog.pg_attribute AS a
                                               WHERE a.attrelid = r.prrelid
                                                 AND a.attnum = ANY ((SELECT prattrs FROM (SELECT r.*) AS present)::pg_catalog.int2[])), '')
                                    ORDER BY r.prrelid)
          FROM pg_catalog.pg_publication_rel AS r
         WHERE r.prpubid = p.oid),
       (SELECT pg_catalog.array_agg(coalesce(pg_catalog.pg_get_expr((SELECT prqual FROM (SELECT r.*) AS present), r.prrelid), '')
                                    ORDER BY r.prrelid)
          FROM pg_catalog.pg_publication_rel AS r
         WHERE r.prpubid = p.oid),
       (SELECT pg_catalog.array_agg(n.nspname::pg_catalog.text ORDER BY n.nspname)
          FROM pg_catalog.pg_depend AS published
          JOIN pg_catalog.pg_depend AS d
            ON d.classid = published.classid AND d.objid = published.objid AND d.refclassid = 'pg_catalog.pg_namespace'::pg_catalog.regclass
          JOIN pg_catalog.pg_namespace AS n ON n.oid = d.refobjid
         WHERE published.refclassid = 'pg_catalog.pg_publication'::pg_catalog.regclass
           AND published.refobjid = p.oid
           AND published.classid <> 'pg_catalog.pg_publication_rel'::pg_catalog.regclass),
       (SELECT pg_catalog.array_agg(n.nspname::pg_catalog.text || '.' || c.relname::pg_catalog.text ORDER BY r.prrelid)
          FROM pg_catalog.pg_publication_rel AS r
          JOIN pg_catalog.pg_class AS c ON c.oid = r.prrelid
          JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
         WHERE r.prpubid = p.oid)
  FROM pg_catalog.pg_publication AS p
 CROSS JOIN (SELECT NULL::pg_catalog.pg_node_tree AS prqual, NULL::pg_catalog.int2vector AS prattrs,
             NULL::pg_catalog.text AS pubgencols) AS absent
 WHERE p.oid >= 16384
 ORDER BY p.pubname COLLATE pg_catalog."C";
