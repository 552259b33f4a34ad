namespace ActorMigrate.EndToEnd.Tests;

public sealed class RoleTests
{
    [Fact]
    public async Task Without_the_request_what_is_said_of_the_database_is_a_finding()
    {
        await using var pair = await Pair.OfAsync("CREATE TABLE t (id int); DO $$ BEGIN EXECUTE 'ALTER DATABASE ' || quote_ident(current_database()) || ' SET work_mem = ''9MB'''; END $$");
        var summary = await pair.MigrateExactlyButForFindingsAsync();
        var finding = Assert.Single(summary.Findings);
        Assert.Contains("setting work_mem", finding.Message);
        Assert.Contains("--database-settings", finding.Remedy);
    }
}
