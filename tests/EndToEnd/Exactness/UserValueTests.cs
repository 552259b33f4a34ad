using ActorMigrate.Migration.Options;

namespace ActorMigrate.EndToEnd.Tests.Exactness;

public sealed class UserValueTests
{
    private const string Arrays = """
        CREATE TABLE TABLE_NAME (i int[], t text[][], f float8[], b bytea[], e ENUM_TYPE);
        INSERT INTO TABLE_NAME (i, t, f, b) VALUES
            ('{}', '{}', '{}', '{}'), (NULL, NULL, NULL, NULL), ('{NULL}', '{NULL,"NULL",null,"null"}', '{NaN,-0,Infinity}', '{NULL,"\\x00"}'),
            ('[0:2]={1,NULL,3}', '{{a,b},{c,d}}', '{1.1,5e-324}', ARRAY['\x5c'::bytea, '']),
            ('[-5:-5]={1}', '[2:3][-1:0]={{"",NULL},{"{}","\\"}}', NULL, NULL),
            ('{{{1,2},{3,4}},{{5,6},{7,8}}}', ARRAY[E'a,"\\\n\t', '''', '[0:0]={x}', ' lead', 'trail '], NULL, NULL),
            (ARRAY(SELECT generate_series(1, 20000)), ARRAY[repeat('long', 10000)], NULL, NULL);
        """;

    [Fact]
    public async Task Arrays_arrive_with_their_shape()
    {
        await using var pair = await Pair.OfAsync(
            """CREATE TYPE color AS ENUM ('red', 'b l,u"e', 'NULL', '');"""
            + Arrays.Replace("TABLE_NAME", "in_binary").Replace("ENUM_TYPE", "color")
            + Arrays.Replace("TABLE_NAME", "in_text").Replace("ENUM_TYPE", "color[]")
            + "INSERT INTO in_binary (e) SELECT unnest(enum_range(NULL::color)); INSERT INTO in_text (e) SELECT enum_range(NULL::color);");
        await pair.MigrateExactlyAsync(Migrating.Defaults with { KeepControl = true });
        Assert.Equal(
            "in_text", await pair.Target.ScalarAsync<string>("SELECT source_name FROM actormigrate.relation WHERE format = 'text'"));
    }

    [Fact]
    public async Task Values_of_users_types_arrive()
    {
        await using var pair = await Pair.OfAsync("""
            CREATE TYPE color AS ENUM ('red', 'b l,u"e', 'NULL', '', E'back\\slash');
            CREATE DOMAIN colors AS color[] CHECK (cardinality(VALUE) < 9);
            CREATE DOMAIN small AS numeric(6,2) CHECK (VALUE < 1000);
            CREATE TYPE inner_pair AS (n small, t text, c color);
            CREATE TYPE outer_pair AS (one inner_pair, many inner_pair[], c colors);
            CREATE DOMAIN checked_pair AS inner_pair CHECK (VALUE IS NULL OR (VALUE).n > 0);
            CREATE TYPE span AS RANGE (subtype = numeric, multirange_type_name = spans);
            CREATE TYPE color_span AS RANGE (subtype = color);
            CREATE TABLE owner (id int PRIMARY KEY, note text);
            CREATE TABLE uses (
                id int PRIMARY KEY, e color, es color[], d small, ds colors, p inner_pair, ps inner_pair[], o outer_pair, cp checked_pair,
                s span, ss spans, cs color_span, r owner, rs owner[]);
            INSERT INTO uses VALUES
                (1, 'red', ARRAY['red', NULL, 'NULL', 'b l,u"e', '']::color[], 1.50, ARRAY[E'back\\slash']::colors, ROW(1.5, E'a,"(\\\n', 'NULL'),
                 ARRAY[ROW(NULL, NULL, NULL), ROW(2, '', '')]::inner_pair[], ROW(ROW(1, 'x', 'red'), ARRAY[ROW(1, '{}', NULL)]::inner_pair[], '{}'),
                 ROW(1, 'q', 'red'), '[1.50,2)', '{[1,2),[3,4]}', color_span('red', 'b l,u"e', '[]'),
                 ROW(7, E'tab\there'), ARRAY[ROW(1, 'a'), NULL, ROW(NULL, '')]::owner[]),
                (2, '', '{}', NULL, NULL, ROW(NULL, NULL, NULL), '{}', ROW(NULL, NULL, NULL), NULL, 'empty', '{}', 'empty', ROW(NULL, NULL), '{}'),
                (3, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
            CREATE TABLE in_binary (e color, d small, s span, cs color_span);
            INSERT INTO in_binary SELECT e, d, s, cs FROM uses;
            """);
        await pair.MigrateExactlyAsync();
        await pair.AssertSameDumpAsync();
    }

    [Fact]
    public async Task Values_with_type_modifiers_arrive()
    {
        await using var pair = await Pair.OfAsync("""
            CREATE TABLE modified (
                a varchar(3), b char(5), c numeric(6,2), d numeric(3,-2), e timestamp(0), f timestamptz(3), g time(2), h timetz(1), i interval day to second(2),
                j interval year to month, k bit(5), l bit varying(6), m char(4)[], n numeric(5,3)[], o float(10), p numeric(4,6));
            INSERT INTO modified VALUES
                ('äöü', 'a ', 1234.5, 12345, '2024-01-02 03:04:05.6', '2024-01-02 03:04:05.6789+02', '01:02:03.456', '01:02:03.45+01', '3 days 04:05:06.789',
                 '3 years 4 months', B'10101', B'101', '{a,"b c","",NULL}', '{1.1,NULL,NaN}', 1.1, 0.001234),
                ('', '', 'NaN', 0, 'infinity', '-infinity', '24:00', '00:00', '-1 day', '-1 mon', B'00000', B'', '{}', '{}', 'Infinity', 0);
            CREATE TYPE pair AS (a int);
            CREATE TABLE in_text AS SELECT *, NULL::pair AS forces_text FROM modified;
            """);
        await pair.MigrateExactlyAsync();
    }

    [Fact]
    public async Task Values_that_name_users_objects_name_the_same_ones()
    {
        await using var pair = await Pair.OfAsync("""
            CREATE SCHEMA "Ap p";
            CREATE TYPE "Ap p"."Co lor" AS ENUM ('red');
            CREATE FUNCTION "Ap p"."f n"(int, text) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT $1';
            CREATE SEQUENCE "Ap p"."s q";
            CREATE TABLE "Ap p"."t a" (c regclass, t regtype, ts regtype[], f regproc, p regprocedure, n regnamespace);
            INSERT INTO "Ap p"."t a" VALUES
                ('"Ap p"."t a"', '"Ap p"."Co lor"', '{"\"Ap p\".\"Co lor\"[]",integer}', '"Ap p"."f n"', '"Ap p"."f n"(int,text)', '"Ap p"'), ('"Ap p"."s q"', NULL, NULL, NULL, NULL, NULL);
            """);
        await pair.MigrateExactlyAsync();
    }

    [Fact]
    public async Task Values_of_extensions_types_arrive()
    {
        await using var pair = await Pair.OfAsync("""
            CREATE EXTENSION hstore; CREATE EXTENSION citext; CREATE EXTENSION ltree;
            CREATE TABLE extended (c citext PRIMARY KEY, h hstore, l ltree, cs citext[], hs hstore[]);
            INSERT INTO extended VALUES ('MiXed', 'a=>NULL, "b c"=>"\\\"x", ""=>""', 'Top.a_b.C', '{A,b,NULL}', ARRAY['a=>1'::hstore]), ('', '', '', '{}', NULL);
            INSERT INTO extended SELECT 'C' || i, hstore('k', i::text), ('a.b' || i)::ltree FROM generate_series(3, 2000) AS i;
            """);
        var summary = await pair.MigrateExactlyAsync(Strategy.Of(PartitionBy.Keyset));
        Assert.InRange(Assert.Single(summary.Tables).Partitions, 2, 4);
        await pair.AssertSameDumpAsync();
    }
}
