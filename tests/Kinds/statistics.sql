-- Extended statistics: every kind, expressions, targets
CREATE SCHEMA statistics;
SET search_path = statistics;
CREATE TABLE t (id int PRIMARY KEY, x text, y int, z int);
INSERT INTO t SELECT i, 'x', i % 3, i % 3 FROM generate_series(1, 20) AS i;
CREATE STATISTICS s (ndistinct, mcv) ON id, y, (x || 'a') FROM t;
CREATE STATISTICS all_kinds ON y, z FROM t;
CREATE STATISTICS depends (dependencies) ON y, z FROM t;
CREATE STATISTICS one_expression ON (y + 1) FROM t;
CREATE STATISTICS "an ""odd"" one" (mcv) ON z, y FROM t;
CREATE SCHEMA statistics_elsewhere;
CREATE STATISTICS statistics_elsewhere.s ON y, z FROM t;
CREATE TABLE p (a int, b int) PARTITION BY LIST (a);
CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1);
CREATE STATISTICS on_partitioned ON a, b FROM p;
ALTER STATISTICS s SET STATISTICS 55; ALTER STATISTICS depends SET STATISTICS 0;
ALTER STATISTICS all_kinds OWNER TO "kinds owner";
COMMENT ON STATISTICS s IS 'st';
