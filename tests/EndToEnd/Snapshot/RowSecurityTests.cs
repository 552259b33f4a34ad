using ActorMigrate.Migration.Failures;

namespace ActorMigrate.EndToEnd.Tests.Snapshot;

public sealed class RowSecurityTests
{
    private const string Hidden = """
        CREATE TABLE secrets (id int PRIMARY KEY, v text);
        INSERT INTO secrets SELECT i, 'v' FROM generate_series(1, 100) AS i;
        ALTER TABLE secrets ENABLE ROW LEVEL SECURITY;
        CREATE POLICY few ON secrets USING (id < 10);
        """;

    [Fact]
    public async Task Every_row_of_a_table_with_row_security_arrives()
    {
        await using var pair = await Pair.OfAsync(Hidden + "ALTER TABLE secrets FORCE ROW LEVEL SECURITY");
        await pair.MigrateExactlyAsync();
        Assert.Equal(100, await pair.Target.ScalarAsync<long>("SELECT count(*) FROM secrets"));
        await pair.AssertSameDumpAsync();
    }

    [Theory]
    [InlineData("GRANT SELECT ON secrets TO ROLE_NAME")]
    [InlineData("ALTER TABLE secrets OWNER TO ROLE_NAME; ALTER TABLE secrets FORCE ROW LEVEL SECURITY")]
    public async Task A_role_that_would_not_see_every_row_is_refused(string given)
    {
        await using var pair = await Pair.OfAsync(Hidden);
        var role = $"reader_{Guid.NewGuid():N}";
        await pair.Source.ExecuteAsync($"CREATE ROLE {role} LOGIN PASSWORD 'x'; " + given.Replace("ROLE_NAME", role));
        try
        {
            var asRole = new UriBuilder(pair.Source.Uri) { UserName = role, Password = "x" }.Uri.ToString();
            var refused = await Assert.ThrowsAsync<RefusedException>(() => Migrating.RunAsync(asRole, pair.Target.Uri));
            Assert.Contains("public.secrets (row security hides rows of it)", refused.Message);
            Assert.False(await pair.Target.ScalarAsync<bool>(
                "SELECT to_regclass('secrets') IS NOT NULL OR to_regnamespace('actormigrate') IS NOT NULL"));
        }
        finally
        {
            await pair.Source.ExecuteAsync($"DROP OWNED BY {role}; DROP ROLE {role}");
        }
    }
}
