-- Operators, operator classes and families, casts, access methods
CREATE SCHEMA operators;
SET search_path = operators;
CREATE TYPE complex AS (r float8, i float8);
CREATE FUNCTION c_add(complex, complex) RETURNS complex LANGUAGE sql IMMUTABLE AS 'SELECT row(($1).r + ($2).r, ($1).i + ($2).i)::operators.complex';
CREATE FUNCTION c_abs(complex) RETURNS float8 LANGUAGE sql IMMUTABLE AS 'SELECT sqrt(($1).r * ($1).r + ($1).i * ($1).i)';
CREATE FUNCTION c_lt(complex, complex) RETURNS bool LANGUAGE sql IMMUTABLE AS 'SELECT operators.c_abs($1) < operators.c_abs($2)';
CREATE FUNCTION c_le(complex, complex) RETURNS bool LANGUAGE sql IMMUTABLE AS 'SELECT operators.c_abs($1) <= operators.c_abs($2)';
CREATE FUNCTION c_eq(complex, complex) RETURNS bool LANGUAGE sql IMMUTABLE AS 'SELECT operators.c_abs($1) = operators.c_abs($2)';
CREATE FUNCTION c_ge(complex, complex) RETURNS bool LANGUAGE sql IMMUTABLE AS 'SELECT operators.c_abs($1) >= operators.c_abs($2)';
CREATE FUNCTION c_gt(complex, complex) RETURNS bool LANGUAGE sql IMMUTABLE AS 'SELECT operators.c_abs($1) > operators.c_abs($2)';
CREATE FUNCTION c_cmp(complex, complex) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT CASE WHEN operators.c_lt($1, $2) THEN -1 WHEN operators.c_gt($1, $2) THEN 1 ELSE 0 END';
CREATE FUNCTION c_float(complex) RETURNS float8 LANGUAGE sql IMMUTABLE AS 'SELECT ($1).r';
CREATE FUNCTION c_of(float8, int, bool) RETURNS complex LANGUAGE sql IMMUTABLE AS 'SELECT row($1, 0)::operators.complex';
CREATE OPERATOR + (FUNCTION = c_add, LEFTARG = complex, RIGHTARG = complex, COMMUTATOR = +);
CREATE OPERATOR @@@ (FUNCTION = c_abs, RIGHTARG = complex);
CREATE OPERATOR < (FUNCTION = c_lt, LEFTARG = complex, RIGHTARG = complex, COMMUTATOR = >, NEGATOR = >=, RESTRICT = scalarltsel, JOIN = scalarltjoinsel);
CREATE OPERATOR <= (FUNCTION = c_le, LEFTARG = complex, RIGHTARG = complex, COMMUTATOR = >=, NEGATOR = >);
CREATE OPERATOR = (FUNCTION = c_eq, LEFTARG = complex, RIGHTARG = complex, COMMUTATOR = =, MERGES, HASHES, RESTRICT = eqsel, JOIN = eqjoinsel);
CREATE OPERATOR >= (FUNCTION = c_ge, LEFTARG = complex, RIGHTARG = complex, COMMUTATOR = <=, NEGATOR = <);
CREATE OPERATOR > (FUNCTION = c_gt, LEFTARG = complex, RIGHTARG = complex, COMMUTATOR = <, NEGATOR = <=);
CREATE OPERATOR ==> (FUNCTION = c_gt, LEFTARG = complex, RIGHTARG = complex, COMMUTATOR = OPERATOR(operators.<==));
-- Named by others first, and made without naming them back.
CREATE OPERATOR <~ (FUNCTION = c_lt, LEFTARG = complex, RIGHTARG = complex, COMMUTATOR = OPERATOR(operators.~>), NEGATOR = OPERATOR(operators.!~));
CREATE OPERATOR ~> (FUNCTION = c_gt, LEFTARG = complex, RIGHTARG = complex);
CREATE OPERATOR !~ (FUNCTION = c_ge, LEFTARG = complex, RIGHTARG = complex);
CREATE OPERATOR FAMILY fam USING btree;
CREATE OPERATOR CLASS complex_ops DEFAULT FOR TYPE complex USING btree FAMILY fam AS
    OPERATOR 1 <, OPERATOR 2 <=, OPERATOR 3 =, OPERATOR 4 >=, OPERATOR 5 >, FUNCTION 1 c_cmp(complex, complex);
CREATE FUNCTION c_eqf(complex, float8) RETURNS bool LANGUAGE sql IMMUTABLE AS 'SELECT operators.c_abs($1) = $2';
CREATE FUNCTION c_cmpf(complex, float8) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT 0';
CREATE OPERATOR = (FUNCTION = c_eqf, LEFTARG = complex, RIGHTARG = float8);
ALTER OPERATOR FAMILY fam USING btree ADD OPERATOR 3 = (complex, float8), FUNCTION 1 (complex, float8) c_cmpf(complex, float8);
CREATE OPERATOR CLASS own_ops FOR TYPE int4 USING hash AS OPERATOR 1 =, FUNCTION 1 hashint4(int4);
CREATE OPERATOR CLASS implicit_family FOR TYPE int4 USING btree AS OPERATOR 1 <, OPERATOR 2 <=, OPERATOR 3 =, OPERATOR 4 >=, OPERATOR 5 >, FUNCTION 1 btint4cmp(int4, int4);
CREATE OPERATOR CLASS stored_as FOR TYPE int4 USING gist AS STORAGE int4range;
CREATE OPERATOR CLASS no_members FOR TYPE text USING gin AS STORAGE text;
CREATE OPERATOR CLASS distance_ops FOR TYPE point USING gist AS OPERATOR 1 <<, OPERATOR 15 <->(point, point) FOR ORDER BY pg_catalog.float_ops,
    FUNCTION 1 gist_point_consistent(internal, point, smallint, oid, internal), FUNCTION 2 gist_box_union(internal, internal), FUNCTION 3 gist_point_compress(internal), FUNCTION 5 gist_box_penalty(internal, internal, internal),
    FUNCTION 6 gist_box_picksplit(internal, internal), FUNCTION 7 gist_box_same(box, box, internal), FUNCTION 8 gist_point_distance(internal, point, smallint, oid, internal), STORAGE box;
CREATE OPERATOR FAMILY empty_fam USING gist;
CREATE TABLE points (c complex, p point, CHECK (c > ROW(0, 0)::complex));
CREATE INDEX points_c ON points (c); CREATE INDEX points_own ON points USING hash ((1) own_ops);
CREATE VIEW ordered AS SELECT c FROM points ORDER BY c USING >;
INSERT INTO points VALUES (ROW(1, 2), '(1,2)');
CREATE CAST (complex AS float8) WITH FUNCTION c_float(complex) AS ASSIGNMENT;
CREATE CAST (float8 AS complex) WITH FUNCTION c_of(float8, int, bool) AS IMPLICIT;
CREATE CAST (text AS complex) WITH INOUT;
CREATE DOMAIN cents AS int4;
CREATE TYPE oid_like AS ENUM ('a');
CREATE CAST (varchar AS oid_like) WITH INOUT AS IMPLICIT;
CREATE ACCESS METHOD operators_tables TYPE TABLE HANDLER heap_tableam_handler;
CREATE ACCESS METHOD operators_indexes TYPE INDEX HANDLER bthandler;
CREATE TABLE in_own (id int) USING operators_tables;
SELECT :SERVER_VERSION_NUM >= 180000 AS since_18 \gset
\if :since_18
CREATE OPERATOR CLASS of_own_method DEFAULT FOR TYPE int4 USING operators_indexes AS OPERATOR 1 <, OPERATOR 2 <=, OPERATOR 3 =, OPERATOR 4 >=, OPERATOR 5 >, FUNCTION 1 btint4cmp(int4, int4);
CREATE INDEX in_own_index ON in_own USING operators_indexes (id);
\endif
COMMENT ON OPERATOR + (complex, complex) IS 'o'; COMMENT ON OPERATOR @@@ (NONE, complex) IS 'p'; COMMENT ON OPERATOR CLASS complex_ops USING btree IS 'c'; COMMENT ON OPERATOR FAMILY fam USING btree IS 'f';
COMMENT ON CAST (complex AS float8) IS 'c'; COMMENT ON ACCESS METHOD operators_tables IS 'a';
ALTER OPERATOR + (complex, complex) OWNER TO "kinds owner"; ALTER OPERATOR CLASS own_ops USING hash OWNER TO "kinds owner"; ALTER OPERATOR FAMILY empty_fam USING gist OWNER TO "kinds owner";
