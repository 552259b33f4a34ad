namespace ActorMigrate.EndToEnd.Tests.Schema;

public sealed class FunctionSettingTests
{
    private const string Settings = """
        SELECT string_agg(proname || ': ' || proconfig::text, E'\n' ORDER BY proname) FROM pg_proc WHERE proconfig IS NOT NULL AND oid >= 16384
        """;

    [Theory]
    [InlineData(15, "force_parallel_mode")]
    [InlineData(18, "debug_parallel_query")]
    public async Task Settings_of_functions_arrive_under_the_names_that_the_target_has_for_them(int targetMajor, string name)
    {
        await using var pair = await Pair.OfAsync("""
            CREATE FUNCTION one() RETURNS int LANGUAGE sql SET force_parallel_mode = regress SET work_mem = '5MB' AS 'SELECT 1'; CREATE VIEW v AS SELECT one();
            CREATE FUNCTION two() RETURNS int LANGUAGE sql SET role = 'pg_monitor' SET default_with_oids = off SET seed = 0.5 SET search_path = a, "B c" SET own.x = E'a\nb' AS 'SELECT 1';
            """, targetMajor);
        var summary = await pair.MigrateExactlyAsync();
        Assert.Empty(summary.NotMigrated);
        Assert.Equal(
            (await pair.Source.ScalarAsync<string>(Settings))!.Replace("force_parallel_mode", name, StringComparison.Ordinal),
            await pair.Target.ScalarAsync<string>(Settings));
    }
}
