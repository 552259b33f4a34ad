using ActorMigrate.TestServers;

namespace ActorMigrate.EndToEnd.Tests.Checks;

/// <summary>Objects of the target outside of relations, types and functions that have the names of the source's.</summary>
public sealed class TakenNameTests
{
    // With another word in place of {0}, each object that refers to it has another form. Both sides have all functions.
    private const string Objects = """
        CREATE SERVER there FOREIGN DATA WRAPPER postgres_fdw OPTIONS (host '{0}'); CREATE FOREIGN DATA WRAPPER wrapping OPTIONS (o '{0}');
        CREATE EVENT TRIGGER acting ON ddl_command_end EXECUTE FUNCTION act_{0}(); CREATE PUBLICATION news FOR TABLES IN SCHEMA {0};
        CREATE COLLATION german (provider = icu, locale = 'de-u-co-{0}'); CREATE CONVERSION conv FOR 'LATIN1' TO 'UTF8' FROM conv_{0};
        CREATE TEXT SEARCH PARSER pars (START = start_{0}, GETTOKEN = prsd_nexttoken, END = prsd_end, LEXTYPES = prsd_lextype);
        CREATE TEXT SEARCH TEMPLATE templ (LEXIZE = lexize_{0}); CREATE TEXT SEARCH DICTIONARY dict (TEMPLATE = synonym, SYNONYMS = synonym_sample, CASESENSITIVE = {1});
        CREATE TEXT SEARCH CONFIGURATION words (PARSER = "default"); ALTER TEXT SEARCH CONFIGURATION words ADD MAPPING FOR {2} WITH simple;
        CREATE LANGUAGE lang HANDLER plpgsql_call_handler VALIDATOR valid_{0}; CREATE ACCESS METHOD own_heap TYPE TABLE HANDLER heap_{0};
        CREATE OPERATOR === (FUNCTION = eq_{0}, LEFTARG = int, RIGHTARG = int); CREATE CAST (bool AS int8) WITH FUNCTION cast_{0}(bool);
        CREATE OPERATOR CLASS ops FOR TYPE int USING hash AS OPERATOR 1 =, FUNCTION 1 short_{0}(int);
        CREATE OPERATOR FAMILY fam USING hash; ALTER OPERATOR FAMILY fam USING hash ADD FUNCTION 2 (int, int) hash_{0}(int, int8);
        CREATE TRANSFORM FOR int LANGUAGE plpgsql (FROM SQL WITH FUNCTION from_{0}(internal)); CREATE AGGREGATE total (int) (SFUNC = sum_{0}, STYPE = int);
        """;

    private const string Functions = """
        CREATE SCHEMA {0}; CREATE FUNCTION act_{0}() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END';
        CREATE FUNCTION conv_{0}(int, int, cstring, internal, int, bool) RETURNS int STRICT LANGUAGE c AS '$libdir/utf8_and_iso8859_1', 'iso8859_1_to_utf8';
        CREATE FUNCTION start_{0}(internal, int) RETURNS internal STRICT LANGUAGE internal AS 'prsd_start'; CREATE FUNCTION lexize_{0}(internal, internal, internal, internal) RETURNS internal STRICT LANGUAGE internal AS 'dsimple_lexize';
        CREATE FUNCTION valid_{0}(oid) RETURNS void STRICT LANGUAGE internal AS 'fmgr_sql_validator'; CREATE FUNCTION heap_{0}(internal) RETURNS table_am_handler LANGUAGE internal AS 'heap_tableam_handler';
        CREATE FUNCTION eq_{0}(int, int) RETURNS bool IMMUTABLE LANGUAGE sql AS 'SELECT true'; CREATE FUNCTION cast_{0}(bool) RETURNS int8 IMMUTABLE LANGUAGE sql AS 'SELECT 1::int8';
        CREATE FUNCTION short_{0}(int) RETURNS int IMMUTABLE LANGUAGE sql AS 'SELECT 1'; CREATE FUNCTION hash_{0}(int, int8) RETURNS int8 IMMUTABLE LANGUAGE sql AS 'SELECT 1::int8'; CREATE FUNCTION from_{0}(internal) RETURNS internal IMMUTABLE STRICT LANGUAGE internal AS 'dsimple_init'; CREATE FUNCTION sum_{0}(int, int) RETURNS int IMMUTABLE LANGUAGE sql AS 'SELECT 1';
        """;

    [Fact]
    public async Task Objects_of_another_form_are_named_by_the_check_and_fail()
    {
        await using var source = await TestDatabase.CreateAsync();
        await using var target = await TestDatabase.CreateAsync();
        await source.ExecuteAsync(Made("phonebk", "true", "asciiword"));
        (await CheckRun.OfAsync(source, target)).ShouldSay("names", "pass");
        await target.ExecuteAsync(Made("eor", "false", "word"));
        string[] taken =
        [
            "foreign server there", "foreign-data wrapper wrapping", "event trigger acting", "publication news", "collation public.german",
            "conversion public.conv", "text search parser public.pars", "text search template public.templ",
            "text search dictionary public.dict", "text search configuration public.words", "language lang", "access method own_heap",
            "operator public.=== (integer, integer)", "cast (boolean AS bigint)", "operator class public.ops using hash",
            "operator family public.fam using hash", "transform integer for plpgsql", "aggregate public.total(integer)",
        ];

        (await CheckRun.OfAsync(source, target)).ShouldSay("names", "warn", [.. taken, "--skip 'foreign server'"]);

        var run = await Cli.MigrateAsync(source, target);
        Assert.True(run.ExitCode == 3, run.Printed);
        Assert.Contains($"{taken.Length} objects failed", run.Printed, StringComparison.Ordinal);
        Assert.DoesNotContain("Another session", run.Printed, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Objects_of_the_same_form_are_used()
    {
        await using var source = await TestDatabase.CreateAsync();
        await using var target = await TestDatabase.CreateAsync();
        await source.ExecuteAsync(
            Made("phonebk", "true", "asciiword") + "CREATE TABLE t (a text COLLATE german); INSERT INTO t VALUES ('a')");
        await target.ExecuteAsync(Made("phonebk", "true", "asciiword"));

        (await CheckRun.OfAsync(source, target)).ShouldSay("names", "pass");

        var run = await Cli.MigrateAsync(source, target);
        Assert.True(run.ExitCode == 0, run.Printed);
    }

    private static string Made(string word, string boolean, string token) =>
        "CREATE EXTENSION postgres_fdw;" + Functions.Replace("{0}", "phonebk", StringComparison.Ordinal)
        + Functions.Replace("{0}", "eor", StringComparison.Ordinal)
        + Objects.Replace("{0}", word, StringComparison.Ordinal).Replace("{1}", boolean, StringComparison.Ordinal)
            .Replace("{2}", token, StringComparison.Ordinal);
}
