namespace ActorMigrate.Postgres.Tests.Connection;

public sealed class PasswordFileTests
{
    private const string Path = "/home/ann/.pgpass";

    [Theory]
    [InlineData("host:5432:db:ann:pw", "pw")]
    [InlineData("*:*:*:*:pw", "pw")]
    [InlineData("other:5432:db:ann:no\nhost:*:db:ann:pw", "pw")]
    [InlineData("host:5432:db:ann:first\nhost:5432:db:ann:second", "first")]
    [InlineData("# host:5432:db:ann:no\nhost:5432:db:ann:pw\r\n", "pw")]
    [InlineData(@"host:5432:db:ann:a\:b\\c", @"a:b\c")]
    [InlineData("host:5432:db:ann:a:b", "a:b")]
    [InlineData(@"ho\st:5432:db:ann:pw", "pw")]
    [InlineData("host:5432:db:ann:", "")]
    [InlineData("host:5432:db", null)]
    [InlineData("host:5433:db:ann:no", null)]
    [InlineData("", null)]
    public void The_first_line_that_matches_gives_the_password(string text, string? password)
    {
        var connection = new FakeEnvironment().WithFile(Path, text).Parse("postgresql://host/db");

        Assert.Equal(password, connection.PasswordFor(connection.Hosts[0])?.Reveal());
    }

    [Fact]
    public void Escapes_match_names_with_colons()
    {
        var connection = new FakeEnvironment().WithFile(Path, @"\:\:1:5432:a\:b:ann:pw").Parse("postgresql://[::1]/a%3Ab");

        Assert.Equal("pw", connection.PasswordFor(connection.Hosts[0])?.Reveal());
    }

    [Fact]
    public void Each_host_and_database_has_its_own()
    {
        var connection = new FakeEnvironment().WithFile(Path, "a:*:db:*:of a\nb:*:db:*:of b\nb:*:other:*:of other")
            .Parse("postgresql://a,b/db");

        Assert.Equal(["of a", "of b"], connection.Hosts.Select(h => connection.PasswordFor(h)!.Reveal()));
        Assert.Equal("of other", (connection with { Database = "other" }).PasswordFor(connection.Hosts[1])!.Reveal());
    }

    [Fact]
    public void A_default_socket_is_looked_up_as_localhost()
    {
        var connection = new FakeEnvironment().WithFile(Path, "localhost:5432:db:ann:pw").Parse("host=/var/run/postgresql dbname=db");

        Assert.Equal("pw", connection.PasswordFor(connection.Hosts[0])?.Reveal());
    }

    [Fact]
    public void A_given_password_wins()
    {
        var connection = new FakeEnvironment().WithFile(Path, "*:*:*:*:file").With("PGPASSWORD", "variable").Parse("postgresql://host/db");

        Assert.Equal("variable", connection.PasswordFor(connection.Hosts[0])?.Reveal());
    }

    [Fact]
    public void A_file_that_others_may_read_is_not_used_and_that_is_said()
    {
        var environment = new FakeEnvironment().WithFile("/p", "*:*:*:*:SECRET");
        environment.Modes["/p"] = UnixFileMode.UserRead | UnixFileMode.GroupRead;

        var connection = environment.Parse("postgresql://host/db?passfile=/p");

        Assert.Null(connection.PasswordFor(connection.Hosts[0]));
        Assert.Contains("chmod 0600 /p", Assert.Single(connection.Notes), StringComparison.Ordinal);
    }
}
