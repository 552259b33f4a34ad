namespace ActorMigrate.EndToEnd.Tests.Schema;

/// <summary>Functions whose SQL bodies call each other; pg_dump has no order in which they could be made.</summary>
public sealed class CircularFunctionTests
{
    private const string Functions = """
        CREATE SCHEMA s; SET search_path = s;
        CREATE FUNCTION down(n int, by int DEFAULT 1) RETURNS int LANGUAGE sql IMMUTABLE RETURN n;
        CREATE FUNCTION up(n int, OUT reached int) LANGUAGE sql IMMUTABLE BEGIN ATOMIC SELECT CASE WHEN n > 9 THEN 10 ELSE down(n + 1) END; END;
        CREATE OR REPLACE FUNCTION down(n int, by int DEFAULT 1) RETURNS int LANGUAGE sql IMMUTABLE RETURN CASE WHEN n < by THEN 0 ELSE up(n + by) END;
        CREATE TABLE called (id int CHECK (up(id) = 10), g int GENERATED ALWAYS AS (down(id)) STORED);
        INSERT INTO called VALUES (1), (2);
        CREATE INDEX ON called (up(id));
        CREATE MATERIALIZED VIEW of_called AS SELECT down(id), g FROM called;
        CREATE FUNCTION rows() RETURNS SETOF called LANGUAGE sql BEGIN ATOMIC SELECT * FROM called; END;
        CREATE VIEW on_rows AS SELECT id FROM rows();
        CREATE OR REPLACE FUNCTION rows() RETURNS SETOF called LANGUAGE sql BEGIN ATOMIC SELECT * FROM called WHERE id IN (SELECT id FROM on_rows) OR true; END;
        CREATE PROCEDURE one(INOUT x int DEFAULT 1) LANGUAGE sql BEGIN ATOMIC SELECT 1; END;
        CREATE PROCEDURE two() LANGUAGE sql BEGIN ATOMIC SELECT up(1); END;
        COMMENT ON FUNCTION up(int) IS 'calls what calls it';
        REVOKE EXECUTE ON FUNCTION down(int, int) FROM PUBLIC;
        """;

    private const string Definitions = """
        SELECT string_agg(pg_get_functiondef(p.oid) || coalesce(obj_description(p.oid), '') || coalesce(p.proacl::text, ''), E'\n' ORDER BY p.oid::regprocedure::text)
          FROM pg_proc AS p WHERE pronamespace = 's'::regnamespace
        """;

    [Theory]
    [InlineData(15)]
    [InlineData(18)]
    public async Task Functions_that_call_each_other_arrive_with_what_calls_them(int targetMajor)
    {
        await using var pair = await Pair.OfAsync("SELECT 1", targetMajor);
        // Npgsql takes a body's semicolons for the ends of statements.
        await pair.Source.PsqlAsync("-q", "-c", Functions);

        await pair.MigrateExactlyAsync();

        Assert.Equal(await pair.Source.ScalarAsync<string>(Definitions), await pair.Target.ScalarAsync<string>(Definitions));
        Assert.Equal("10,0", await pair.Target.ScalarAsync<string>("SELECT s.up(3) || ',' || s.down(0)"));
    }
}
