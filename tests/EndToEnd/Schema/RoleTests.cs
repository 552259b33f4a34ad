namespace ActorMigrate.EndToEnd.Tests.Schema;

public sealed class RoleTests
{
    [Fact]
    public async Task Without_the_request_what_is_said_of_the_database_is_a_finding()
    {
        await using var pair =
            await Pair.OfAsync(
                "CREATE TABLE t (id int); DO $$ BEGIN EXECUTE 'ALTER DATABASE ' || quote_ident(current_database()) || ' "
                    + "SET work_mem = ''9MB'''; END $$");
        var summary = await pair.MigrateExactlyButForFindingsAsync();
        var finding = Assert.Single(summary.Findings);
        Assert.Contains("setting work_mem", finding.Message);
        Assert.Contains("--database-settings", finding.Remedy);
    }

    [Fact]
    public async Task Comments_that_were_changed_on_what_the_server_brings_are_a_finding_and_privileges_arrive()
    {
        await using var pair = await Pair.OfAsync("""
            COMMENT ON FUNCTION pg_catalog.pg_ls_dir(text) IS 'mine'; COMMENT ON TYPE int4 IS 'four'; COMMENT ON LANGUAGE plpgsql IS 'ours';
            GRANT EXECUTE ON FUNCTION pg_catalog.pg_ls_dir(text) TO PUBLIC; CREATE EXTENSION hstore; COMMENT ON EXTENSION hstore IS 'arrives';
            """);
        var summary = await pair.MigrateExactlyButForFindingsAsync();
        var finding = Assert.Single(summary.Findings);
        Assert.Equal("built-in objects", finding.Object);
        Assert.Contains(
            "on 3 object(s) of the server, which the target has its own of: function pg_ls_dir(text), language plpgsql, type integer.",
            finding.Message);
        Assert.True(await pair.Target.ScalarAsync<bool>("SELECT has_function_privilege('public', 'pg_ls_dir(text)', 'EXECUTE')"));
    }
}
