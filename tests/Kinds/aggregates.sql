-- Aggregates: plain, parallel, moving, ordered-set, hypothetical-set, variadic
CREATE SCHEMA aggregates;
SET search_path = aggregates;
CREATE AGGREGATE a_sum (int4) (SFUNC = int4pl, STYPE = int4, INITCOND = '0', COMBINEFUNC = int4pl, PARALLEL = SAFE);
CREATE AGGREGATE a_max (int4) (SFUNC = int4larger, STYPE = int4, SORTOP = >);
CREATE AGGREGATE a_star (*) (SFUNC = int8inc, STYPE = int8, INITCOND = '0');
CREATE AGGREGATE a_variadic (VARIADIC x int[]) (SFUNC = array_cat, STYPE = int[], SSPACE = 64, INITCOND = '{}', FINALFUNC = array_ndims, FINALFUNC_MODIFY = SHAREABLE);
CREATE AGGREGATE a_moving (int4) (SFUNC = int4pl, STYPE = int4, MSFUNC = int4pl, MINVFUNC = int4mi, MSTYPE = int4, MINITCOND = '0', MSSPACE = 7);
CREATE AGGREGATE a_moving_final (int4) (SFUNC = int4pl, STYPE = int4, FINALFUNC = int4um, MSFUNC = int4pl, MINVFUNC = int4mi, MSTYPE = int4, MFINALFUNC = int4um, MFINALFUNC_MODIFY = READ_WRITE, PARALLEL = RESTRICTED);
CREATE AGGREGATE a_disc (float8 ORDER BY anyelement) (SFUNC = ordered_set_transition, STYPE = internal, FINALFUNC = percentile_disc_final, FINALFUNC_EXTRA);
CREATE AGGREGATE a_mode (ORDER BY anyelement) (SFUNC = ordered_set_transition, STYPE = internal, FINALFUNC = mode_final, FINALFUNC_EXTRA);
CREATE AGGREGATE a_rank (VARIADIC "any" ORDER BY VARIADIC "any") (SFUNC = ordered_set_transition_multi, STYPE = internal, FINALFUNC = rank_final, FINALFUNC_EXTRA, HYPOTHETICAL);
CREATE AGGREGATE a_serial (int8) (SFUNC = int8_avg_accum, STYPE = internal, FINALFUNC = numeric_poly_avg, COMBINEFUNC = int8_avg_combine, SERIALFUNC = int8_avg_serialize, DESERIALFUNC = int8_avg_deserialize, PARALLEL = SAFE);
CREATE FUNCTION state(int, int, text) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT $1 + $2';
CREATE AGGREGATE "An ""odd"" one" (a int4, "b c" text) (SFUNC = state, STYPE = int4, INITCOND = '1');
CREATE VIEW uses AS SELECT a_sum(i), a_disc(0.5) WITHIN GROUP (ORDER BY i), "An ""odd"" one"(i, 'x') FROM generate_series(1, 3) AS i;
COMMENT ON AGGREGATE a_star (*) IS 'a'; COMMENT ON AGGREGATE a_disc (float8 ORDER BY anyelement) IS 'a';
ALTER AGGREGATE a_sum (int4) OWNER TO "kinds owner"; REVOKE EXECUTE ON FUNCTION a_sum (int4) FROM PUBLIC;
