using ActorMigrate.Migration.Options;

namespace ActorMigrate.Catalog.Tests;

public sealed class RareObjectRoundtripTests
{
    private const string Script = """
        CREATE SCHEMA app; SET search_path = app;
        CREATE COLLATION ci (provider = icu, locale = 'und-u-ks-level2', deterministic = false);
        CREATE COLLATION two (lc_collate = 'C', lc_ctype = 'C.UTF-8');
        CREATE COLLATION libc_one (locale = 'C');
        CREATE TABLE texts (a text COLLATE ci PRIMARY KEY, b text COLLATE two);
        INSERT INTO texts VALUES ('Case', 'x');
        CREATE DEFAULT CONVERSION conv FOR 'LATIN1' TO 'UTF8' FROM iso8859_1_to_utf8;
        CREATE TYPE complex AS (r float8, i float8);
        CREATE FUNCTION c_add(complex, complex) RETURNS complex LANGUAGE sql IMMUTABLE AS 'SELECT row(($1).r + ($2).r, ($1).i + ($2).i)::app.complex';
        CREATE FUNCTION c_abs(complex) RETURNS float8 LANGUAGE sql IMMUTABLE AS 'SELECT sqrt(($1).r * ($1).r + ($1).i * ($1).i)';
        CREATE FUNCTION c_lt(complex, complex) RETURNS bool LANGUAGE sql IMMUTABLE AS 'SELECT app.c_abs($1) < app.c_abs($2)';
        CREATE FUNCTION c_le(complex, complex) RETURNS bool LANGUAGE sql IMMUTABLE AS 'SELECT app.c_abs($1) <= app.c_abs($2)';
        CREATE FUNCTION c_eq(complex, complex) RETURNS bool LANGUAGE sql IMMUTABLE AS 'SELECT app.c_abs($1) = app.c_abs($2)';
        CREATE FUNCTION c_ge(complex, complex) RETURNS bool LANGUAGE sql IMMUTABLE AS 'SELECT app.c_abs($1) >= app.c_abs($2)';
        CREATE FUNCTION c_gt(complex, complex) RETURNS bool LANGUAGE sql IMMUTABLE AS 'SELECT app.c_abs($1) > app.c_abs($2)';
        CREATE FUNCTION c_cmp(complex, complex) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT CASE WHEN app.c_lt($1, $2) THEN -1 WHEN app.c_gt($1, $2) THEN 1 ELSE 0 END';
        CREATE FUNCTION c_float(complex) RETURNS float8 LANGUAGE sql IMMUTABLE AS 'SELECT ($1).r';
        CREATE OPERATOR + (FUNCTION = c_add, LEFTARG = complex, RIGHTARG = complex, COMMUTATOR = +);
        CREATE OPERATOR @@@ (FUNCTION = c_abs, RIGHTARG = complex);
        CREATE OPERATOR < (FUNCTION = c_lt, LEFTARG = complex, RIGHTARG = complex, COMMUTATOR = >, NEGATOR = >=, RESTRICT = scalarltsel, JOIN = scalarltjoinsel);
        CREATE OPERATOR <= (FUNCTION = c_le, LEFTARG = complex, RIGHTARG = complex, COMMUTATOR = >=, NEGATOR = >);
        CREATE OPERATOR = (FUNCTION = c_eq, LEFTARG = complex, RIGHTARG = complex, COMMUTATOR = =, MERGES, RESTRICT = eqsel, JOIN = eqjoinsel);
        CREATE OPERATOR >= (FUNCTION = c_ge, LEFTARG = complex, RIGHTARG = complex, COMMUTATOR = <=, NEGATOR = <);
        CREATE OPERATOR > (FUNCTION = c_gt, LEFTARG = complex, RIGHTARG = complex, COMMUTATOR = <, NEGATOR = <=);
        CREATE OPERATOR FAMILY fam USING btree;
        CREATE OPERATOR CLASS complex_ops DEFAULT FOR TYPE complex USING btree FAMILY fam AS
            OPERATOR 1 <, OPERATOR 2 <=, OPERATOR 3 =, OPERATOR 4 >=, OPERATOR 5 >, FUNCTION 1 c_cmp(complex, complex);
        CREATE FUNCTION c_eqf(complex, float8) RETURNS bool LANGUAGE sql IMMUTABLE AS 'SELECT app.c_abs($1) = $2';
        CREATE OPERATOR = (FUNCTION = c_eqf, LEFTARG = complex, RIGHTARG = float8);
        ALTER OPERATOR FAMILY fam USING btree ADD OPERATOR 3 = (complex, float8);
        CREATE OPERATOR CLASS own_ops FOR TYPE int4 USING hash AS OPERATOR 1 =, FUNCTION 1 hashint4(int4);
        CREATE OPERATOR FAMILY empty_fam USING gist;
        CREATE TABLE points (c complex, CHECK (c > ROW(0, 0)::complex));
        CREATE INDEX points_c ON points (c); CREATE INDEX points_own ON points USING hash ((1) own_ops);
        INSERT INTO points VALUES (ROW(1, 2));
        CREATE CAST (complex AS float8) WITH FUNCTION c_float(complex) AS ASSIGNMENT;
        CREATE CAST (text AS complex) WITH INOUT;
        CREATE AGGREGATE c_sum (complex) (SFUNC = c_add, STYPE = complex, INITCOND = '(0,0)', COMBINEFUNC = c_add, PARALLEL = SAFE, SORTOP = >);
        CREATE AGGREGATE c_star (*) (SFUNC = int8inc, STYPE = int8, INITCOND = '0');
        CREATE AGGREGATE c_moving (VARIADIC x int[]) (SFUNC = array_cat, STYPE = int[], SSPACE = 64, INITCOND = '{}', FINALFUNC = array_ndims, FINALFUNC_MODIFY = SHAREABLE);
        CREATE AGGREGATE c_mov (int4) (SFUNC = int4pl, STYPE = int4, MSFUNC = int4pl, MINVFUNC = int4mi, MSTYPE = int4, MINITCOND = '0', MSSPACE = 7);
        CREATE AGGREGATE c_disc (float8 ORDER BY anyelement) (SFUNC = ordered_set_transition, STYPE = internal, FINALFUNC = percentile_disc_final, FINALFUNC_EXTRA);
        CREATE AGGREGATE c_rank (VARIADIC "any" ORDER BY VARIADIC "any") (SFUNC = ordered_set_transition_multi, STYPE = internal, FINALFUNC = rank_final, FINALFUNC_EXTRA, HYPOTHETICAL);
        CREATE LANGUAGE other_pl HANDLER plpgsql_call_handler INLINE plpgsql_inline_handler VALIDATOR plpgsql_validator;
        CREATE FUNCTION in_other() RETURNS int LANGUAGE other_pl AS 'BEGIN RETURN 1; END';
        CREATE ACCESS METHOD heap_two TYPE TABLE HANDLER heap_tableam_handler;
        CREATE TABLE in_heap_two (id int) USING heap_two;
        CREATE MATERIALIZED VIEW mat_two USING heap_two AS SELECT 1 AS one;
        CREATE TEXT SEARCH PARSER par (START = prsd_start, GETTOKEN = prsd_nexttoken, END = prsd_end, LEXTYPES = prsd_lextype, HEADLINE = prsd_headline);
        CREATE TEXT SEARCH TEMPLATE tem (INIT = dsimple_init, LEXIZE = dsimple_lexize);
        CREATE TEXT SEARCH DICTIONARY dic (TEMPLATE = tem, stopwords = 'english', accept = false);
        CREATE TEXT SEARCH DICTIONARY syn (TEMPLATE = pg_catalog.simple);
        CREATE TEXT SEARCH CONFIGURATION conf (PARSER = par);
        ALTER TEXT SEARCH CONFIGURATION conf ADD MAPPING FOR asciiword, word WITH dic, syn, english_stem;
        CREATE TABLE docs (d text, v tsvector GENERATED ALWAYS AS (to_tsvector('app.conf', d)) STORED);
        INSERT INTO docs VALUES ('the quick brown fox');
        COMMENT ON COLLATION ci IS 'c'; COMMENT ON CONVERSION conv IS 'c'; COMMENT ON OPERATOR + (complex, complex) IS 'o'; COMMENT ON OPERATOR @@@ (NONE, complex) IS 'p';
        COMMENT ON OPERATOR CLASS complex_ops USING btree IS 'c'; COMMENT ON OPERATOR FAMILY fam USING btree IS 'f'; COMMENT ON CAST (complex AS float8) IS 'c';
        COMMENT ON AGGREGATE c_star (*) IS 'a'; COMMENT ON AGGREGATE c_disc (float8 ORDER BY anyelement) IS 'a'; COMMENT ON LANGUAGE other_pl IS 'l'; COMMENT ON ACCESS METHOD heap_two IS 'a';
        COMMENT ON TEXT SEARCH PARSER par IS 'p'; COMMENT ON TEXT SEARCH TEMPLATE tem IS 't'; COMMENT ON TEXT SEARCH DICTIONARY dic IS 'd'; COMMENT ON TEXT SEARCH CONFIGURATION conf IS 'c';
        """;

    [Fact]
    public async Task Operators_aggregates_collations_languages_and_text_search_arrive()
    {
        await using var roundtrip = await SchemaRoundtrip.OfAsync(Script);
        await (await roundtrip.MigrateAsync()).AssertSameAsync();
    }

    [Fact]
    public async Task They_arrive_in_18_too()
    {
        await using var roundtrip = await SchemaRoundtrip.OfAsync(Script, 15, 18);
        await roundtrip.MigrateAsync();
        Assert.Empty(roundtrip.Executor.Failures);
        Assert.Empty(roundtrip.Plan.NotMigrated);
    }

    [Fact]
    public async Task They_arrive_in_a_renamed_schema()
    {
        await using var roundtrip = await SchemaRoundtrip.OfAsync(
            Script.Replace("app.", "").Replace("CREATE LANGUAGE other_pl", "SET check_function_bodies = off; CREATE LANGUAGE other_pl"));
        await roundtrip.MigrateAsync(new MigrationScope { SourceSchema = "app", TargetSchema = "copy" });
        Assert.Empty(roundtrip.Executor.Failures);
        await roundtrip.Target.ExecuteAsync("ALTER SCHEMA copy RENAME TO app");
        await roundtrip.AssertSameDumpAsync();
    }
}
