using ActorMigrate.Migration;
using ActorMigrate.Migration.Failures;

namespace ActorMigrate.Postgres.Tests.Connection;

public sealed class ServiceFileTests
{
    private const string UserFile = "/home/ann/.pg_service.conf";

    [Fact]
    public void A_service_stands_between_the_text_and_the_environment()
    {
        var connection = new FakeEnvironment()
            .WithFile(UserFile, "[other]\nhost=other\n[move]\n# mine\nhost=shost\nport=7000\nuser=suser\n[after]\nhost=after\n")
            .With("PGSERVICE", "move").With("PGUSER", "envuser").With("PGDATABASE", "envdb")
            .Parse("postgresql://:7001");

        Assert.Equal("shost:7001/envdb", connection.Describe());
        Assert.Equal("suser", connection.User);
    }

    [Fact]
    public void The_systems_file_is_asked_after_the_users()
    {
        var environment = new FakeEnvironment()
            .WithFile(UserFile, "[other]\nhost=other\n").WithFile("/sys/pg_service.conf", "[move]\nhost=system\n")
            .With("PGSYSCONFDIR", "/sys");

        Assert.Equal("system:5432/ann", environment.Parse("service=move").Describe());
    }

    [Fact]
    public void A_named_file_replaces_the_users() =>
        Assert.Equal("named:5432/ann", new FakeEnvironment().WithFile("/s", "[move]\nhost=named").With("PGSERVICEFILE", "/s")
            .Parse("service=move").Describe());

    [Theory]
    [InlineData("[other]\nhost=h", "\"move\"")]
    [InlineData("[move]\nhost", "line 2")]
    [InlineData("[move]\nservice=other", "line 2")]
    [InlineData("[move]\nhots=h", "hots")]
    public void A_faulty_service_is_bad_usage_that_names_the_place(string text, string named)
    {
        var refused = Assert.Throws<RefusedException>(() => new FakeEnvironment().WithFile(UserFile, text).Parse("service=move"));

        Assert.Equal(Outcome.BadUsage, refused.Outcome);
        Assert.Contains(named, refused.Message, StringComparison.Ordinal);
        Assert.Contains(UserFile, refused.Message, StringComparison.Ordinal);
    }
}
