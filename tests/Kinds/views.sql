-- Views: options, column names and defaults, check options, recursive ones, ones that need each other, every clause that a query can have
CREATE SCHEMA views;
SET search_path = views;
CREATE TABLE t (id int PRIMARY KEY, x text, y int);
INSERT INTO t SELECT i, 'x' || i, i FROM generate_series(1, 10) AS i;
CREATE VIEW zz AS SELECT id, x AS "the X" FROM t;
CREATE VIEW aa WITH (security_barrier, security_invoker) AS SELECT * FROM zz WHERE id > 2;
CREATE VIEW checked AS SELECT * FROM t WHERE id > 0 WITH LOCAL CHECK OPTION;
CREATE VIEW cascaded AS SELECT * FROM checked WITH CASCADED CHECK OPTION;
ALTER VIEW checked ALTER COLUMN x SET DEFAULT 'from the view';
CREATE RECURSIVE VIEW numbers (n) AS VALUES (1) UNION ALL SELECT n + 1 FROM numbers WHERE n < 5;
CREATE VIEW grouped AS SELECT id, x, count(*) FROM t GROUP BY id;
CREATE VIEW renamed AS SELECT id AS a FROM t;
ALTER VIEW renamed RENAME COLUMN a TO "b c";
CREATE VIEW empty AS SELECT;
CREATE VIEW of_functions AS SELECT g.*, o.n FROM generate_series(1, 3) WITH ORDINALITY AS g (v, o) CROSS JOIN LATERAL (SELECT g.v + 1 AS n) AS o;
CREATE VIEW joined AS SELECT id, t.x, u.y, v.*, w.* FROM t JOIN t AS u USING (id) LEFT JOIN LATERAL (VALUES (1, t.x), (2, u.x)) AS v (a, b) ON v.a = t.id FULL JOIN t AS w (id2, x2, y2) ON w.id2 = t.id;
CREATE VIEW aliased AS SELECT j.i, j.a FROM (t AS t1 (i, a, b) JOIN t AS t2 (i, c, d) USING (i)) AS j;
CREATE VIEW windows AS SELECT id, sum(y) OVER w, rank() OVER (PARTITION BY y % 2 ORDER BY id DESC ROWS BETWEEN 1 PRECEDING AND CURRENT ROW EXCLUDE TIES) FROM t WINDOW w AS (PARTITION BY x ORDER BY y);
CREATE VIEW sets AS (SELECT id FROM t UNION ALL SELECT y FROM t) EXCEPT SELECT 3 ORDER BY 1 DESC LIMIT 4 OFFSET 1;
CREATE VIEW withs AS WITH a AS MATERIALIZED (SELECT id FROM t), b AS NOT MATERIALIZED (SELECT * FROM a) SELECT * FROM b WHERE EXISTS (SELECT FROM a WHERE a.id = b.id);
CREATE VIEW grouping_sets AS SELECT x, y % 2 AS odd, count(*) FILTER (WHERE id > 2), string_agg(DISTINCT x, ',' ORDER BY x), percentile_cont(0.5) WITHIN GROUP (ORDER BY y), grouping(x) FROM t GROUP BY GROUPING SETS ((x), ROLLUP (y % 2), ()) HAVING count(*) > 0;
CREATE VIEW distinct_on AS SELECT DISTINCT ON (y % 3) id, x FROM t ORDER BY y % 3, id FETCH FIRST 5 ROWS WITH TIES;
CREATE VIEW sampled AS SELECT id FROM t TABLESAMPLE bernoulli (50) REPEATABLE (3) FOR SHARE OF t SKIP LOCKED;
CREATE VIEW rows AS SELECT t, ROW(id, x, y)::t AS r, t.*::text AS whole, ARRAY[id, y] AS arr, (ARRAY[id, y])[1:2] AS slice, CASE x WHEN 'x1' THEN 1 ELSE 2 END AS c, x IS DISTINCT FROM 'y' AS d, y BETWEEN SYMMETRIC 3 AND 1 AS b, EXTRACT(year FROM date '2024-01-01') AS ye, x COLLATE "C" AS co, CAST(y AS numeric(5,1)) AS n, (SELECT max(id) FROM t AS i WHERE i.y = t.y) AS sub FROM t;
CREATE VIEW literals AS SELECT 'it''s' AS a, E'back\\slash\nline' AS b, 1.50 AS c, -1 AS d, NULL::text AS e, interval '1 day 2 hours' AS f, '\x00ff'::bytea AS g, B'101' AS h, '{1,2}'::int[] AS i, true AS j, 'views.t'::regclass AS k, '[1,2)'::int4range AS l, N'n' AS m, U&'\0041' AS n, timestamptz '2024-01-01 00:00+00' AS o;
CREATE VIEW system_columns AS SELECT ctid, tableoid, id FROM t;
CREATE VIEW xmls AS SELECT xmlelement(name foo, xmlattributes(x AS a), y) AS e, xmlforest(x, y AS "Y z") AS f FROM t;
CREATE VIEW xml_tables AS SELECT xt.* FROM (SELECT '<r><a>1</a></r>'::xml AS d) AS s, XMLTABLE('/r' PASSING d COLUMNS a int PATH 'a' DEFAULT 3, n FOR ORDINALITY) AS xt;
CREATE FUNCTION of_v(zz) RETURNS int LANGUAGE sql AS 'SELECT 1';
CREATE OR REPLACE VIEW zz AS SELECT id, x AS "the X" FROM t WHERE of_v(ROW(t.id, t.x)) = 1;
CREATE VIEW on_top AS SELECT * FROM zz;
CREATE TABLE depends_on_view (v zz, d int DEFAULT 1);
COMMENT ON VIEW zz IS 'a view'; COMMENT ON COLUMN zz."the X" IS 'col';
ALTER VIEW aa OWNER TO "kinds owner"; GRANT SELECT ON aa TO kinds_reader; GRANT UPDATE (id) ON checked TO kinds_writer;
SELECT :SERVER_VERSION_NUM >= 160000 AS since_16, :SERVER_VERSION_NUM >= 170000 AS since_17, :SERVER_VERSION_NUM >= 180000 AS since_18 \gset
\if :since_16
CREATE VIEW jsons AS SELECT JSON_OBJECT('a': id, 'b': x ABSENT ON NULL WITH UNIQUE KEYS RETURNING jsonb) AS o, JSON_ARRAY(id, x NULL ON NULL) AS a, JSON_ARRAYAGG(x RETURNING jsonb) OVER () AS g, x IS JSON OBJECT WITH UNIQUE KEYS AS j FROM t;
CREATE VIEW sub_without_alias AS SELECT id FROM (SELECT id FROM t);
\endif
\if :since_17
CREATE VIEW json_tables AS SELECT * FROM JSON_TABLE('[{"a": 1}]', '$[*]' PASSING 3 AS p COLUMNS (n FOR ORDINALITY, a int PATH '$.a' DEFAULT 5 ON EMPTY ERROR ON ERROR, NESTED PATH '$.b[*]' COLUMNS (b text))) AS jt;
CREATE VIEW json_queries AS SELECT JSON_VALUE('{"a": 1}', '$.a' RETURNING int DEFAULT 0 ON ERROR) AS v, JSON_QUERY('{"a": [1]}', '$.a' WITH WRAPPER) AS q, JSON_EXISTS('{}', '$.a') AS e, JSON_SCALAR(1) AS s, JSON_SERIALIZE('{}' RETURNING bytea) AS z;
CREATE VIEW localtimes AS SELECT timestamp '2024-01-01 00:00' AT LOCAL AS a, timestamptz '2024-01-01 00:00+00' AT TIME ZONE 'UTC' AS b;
\endif
\if :since_18
CREATE VIEW group_all AS SELECT x, count(*) FROM t GROUP BY DISTINCT x;
\endif
