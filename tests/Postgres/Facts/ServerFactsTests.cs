using ActorMigrate.Postgres.Facts;
using ActorMigrate.Postgres.Session;
using ActorMigrate.TestServers;

namespace ActorMigrate.Postgres.Tests.Facts;

public sealed class ServerFactsTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Theory]
    [InlineData(15)]
    [InlineData(18)]
    public async Task Facts_are_those_of_the_server(int major)
    {
        await using var test = await TestDatabase.CreateAsync(major, new TestDatabaseOptions { Encoding = "LATIN1", Locale = "C" });
        await using var database = Sessions.Target(test);
        await using var session = await database.OpenAsync(SessionPurpose.Preflight, None);

        var facts = await ServerFacts.ReadAsync(session, None);

        Assert.Equal(test.Server.MajorVersion, facts.MajorVersion);
        Assert.Equal(session.PostgreSqlVersion.Major, facts.MajorVersion);
        Assert.Equal(test.Name, facts.Database);
        Assert.Equal("LATIN1", facts.Encoding);
        Assert.Equal("C", facts.Collate);
        Assert.Equal('c', facts.LocaleProvider);
        Assert.Equal("postgres", facts.Role);
        Assert.True(facts.IsSuperuser);
        Assert.False(facts.IsInRecovery || facts.IsReadOnlyByDefault);
        Assert.NotNull(facts.SystemIdentifier);
        Assert.InRange(facts.FreeConnections, 1, facts.MaxConnections - 1);
    }

    [Fact]
    public async Task A_role_with_few_rights_is_told_its_own_limits()
    {
        await using var test = await TestDatabase.CreateAsync();
        var role = $"role_{Guid.NewGuid():N}";
        await test.ExecuteAsync(
            $"CREATE ROLE {role} LOGIN PASSWORD 'pw' CONNECTION LIMIT 4; ALTER ROLE {role} SET default_transaction_read_only = on; ALTER "
                + $"ROLE {role} SET datestyle = 'SQL, DMY'");
        try
        {
            var uri = new Uri(test.Uri);
            await using var database =
                new Database(
                    Sessions.Connection(
                        "postgresql://"
                            + $"{role}:pw@{uri.Authority[(uri.Authority.IndexOf('@', StringComparison.Ordinal) + 1)..]}{uri.PathAndQuery}",
                                "target"), Side.Target);
            await using var session = await database.OpenAsync(SessionPurpose.Preflight, None);

            var facts = await ServerFacts.ReadAsync(session, None);

            Assert.False(facts.IsSuperuser);
            Assert.False(facts.CanCreateSchemas);
            Assert.True(facts.IsReadOnlyByDefault);
            Assert.Equal((3, new ConnectionLimit(4, $"ROLE {Identifier.Quote(role)}")), (facts.FreeConnections, facts.ConnectionLimit));
            Assert.Equal("ISO, MDY", await session.ScalarAsync<string>("SHOW datestyle"));
        }
        finally
        {
            await test.ExecuteAsync($"DROP ROLE {role}");
        }
    }

    [Fact]
    public async Task An_identity_that_the_role_may_not_see_is_unknown_and_no_error()
    {
        await using var test = await TestDatabase.CreateAsync();
        await test.ExecuteAsync("REVOKE EXECUTE ON FUNCTION pg_catalog.pg_control_system() FROM PUBLIC");
        var role = $"role_{Guid.NewGuid():N}";
        await test.ExecuteAsync($"CREATE ROLE {role} LOGIN; GRANT {role} TO CURRENT_USER");
        try
        {
            await using var database = Sessions.Source(test);
            await using var session = await database.OpenAsync(SessionPurpose.Preflight, None);
            await session.ExecuteAsync($"SET SESSION AUTHORIZATION {role}");

            Assert.Null((await ServerFacts.ReadAsync(session, None)).SystemIdentifier);
        }
        finally
        {
            await test.ExecuteAsync($"DROP ROLE {role}");
        }
    }
}
