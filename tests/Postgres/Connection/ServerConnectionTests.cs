using System.Text.Json;
using ActorMigrate.Migration;
using ActorMigrate.Migration.Failures;
using ActorMigrate.Postgres.Connection;
using ActorMigrate.Postgres.Session;
using Npgsql;

namespace ActorMigrate.Postgres.Tests.Connection;

public sealed class ServerConnectionTests
{
    [Fact]
    public void The_environment_completes_what_the_text_leaves_open()
    {
        var environment = new FakeEnvironment()
            .With("PGHOST", "envhost").With("PGPORT", "7000").With("PGDATABASE", "envdb").With("PGUSER", "envuser")
            .With("PGPASSWORD", "envpw")
            .With("PGCONNECT_TIMEOUT", "3").With("PGAPPNAME", "app").With("PGTARGETSESSIONATTRS", "read-write").With("PGSSLMODE", "require")
            .With("PGOPTIONS", "-c geqo=off").With("PGCHANNELBINDING", "require");

        var connection = environment.Parse("postgresql:///texthost_is_not_here?user=textuser");

        Assert.Equal("envhost:7000/texthost_is_not_here", connection.Describe());
        Assert.Equal("textuser", connection.User);
        Assert.Equal("envpw", connection.PasswordFor(connection.Hosts[0])!.Reveal());
        Assert.Equal(TimeSpan.FromSeconds(3), connection.ConnectTimeout);
        Assert.Equal("app", connection.ApplicationName);
        Assert.Equal("-c geqo=off", connection.Options);
        Assert.Equal(TargetSession.ReadWrite, connection.TargetSession);
        Assert.Equal(TlsMode.Require, connection.Tls.Mode);
        Assert.Equal(ChannelBinding.Require, connection.ChannelBinding);
    }

    [Fact]
    public void An_error_names_the_variable_that_it_comes_from()
    {
        var refused = Assert.Throws<RefusedException>(() => new FakeEnvironment().With("PGPORT", "many").Parse("db"));

        Assert.Contains("\"many\" (from PGPORT)", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_host_the_socket_that_is_there_is_taken_else_localhost()
    {
        var environment = new FakeEnvironment();
        Assert.Equal("localhost:5432/db", environment.Parse("db").Describe());

        environment.Sockets.Add("/var/run/postgresql/.s.PGSQL.5432");
        Assert.Equal("/var/run/postgresql:5432/db", environment.Parse("db").Describe());
        Assert.Equal("localhost:6000/db", environment.Parse("dbname=db port=6000").Describe());
    }

    [Fact]
    public void Nothing_is_waited_for_longer_than_ten_seconds_unless_asked_for()
    {
        Assert.Equal(TimeSpan.FromSeconds(10), new FakeEnvironment().Parse("db").ConnectTimeout);
        Assert.Null(new FakeEnvironment().Parse("dbname=db connect_timeout=0").ConnectTimeout);
    }

    [Fact]
    public void No_form_of_it_shows_a_password()
    {
        var connection = new FakeEnvironment().Parse("postgresql://bob:SECRET@host/db?sslcert=/c&sslkey=/k&sslpassword=SECRET");
        var source = NpgsqlSessions.Source(
            connection, connection.Hosts[0], SessionPurpose.Copy, StartupSettings.Untried, SessionBuffers.Small, null);

        Assert.DoesNotContain("SECRET", connection.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("SECRET", connection.Describe(), StringComparison.Ordinal);
        Assert.DoesNotContain("SECRET", JsonSerializer.Serialize(connection), StringComparison.Ordinal);
        Assert.DoesNotContain("SECRET", source.ConnectionString, StringComparison.Ordinal);
        Assert.DoesNotContain("SECRET", source.CreateConnection().ConnectionString, StringComparison.Ordinal);
        Assert.Equal("***", connection.PasswordFor(connection.Hosts[0])!.ToString());
    }

    [Fact]
    public void Another_database_of_the_server_keeps_everything_else()
    {
        var other = new FakeEnvironment().Parse("postgresql://bob:pw@a,b/db?sslmode=require") with { Database = "other" };

        Assert.Equal("a:5432,b:5432/other", other.Describe());
        Assert.Equal("pw", other.PasswordFor(other.Hosts[1])!.Reveal());
        Assert.Equal(TlsMode.Require, other.Tls.Mode);
    }

    [Theory]
    [InlineData("sslcrl=/x")]
    [InlineData("requirepeer=postgres")]
    [InlineData("replication=database")]
    [InlineData("sslcertmode=require")]
    [InlineData("gssdelegation=1")]
    [InlineData("target_session_attrs=readwrite")]
    [InlineData("load_balance_hosts=yes")]
    [InlineData("channel_binding=maybe")]
    [InlineData("require_auth=md5,!password")]
    [InlineData("require_auth=oauth")]
    [InlineData("sslmode=on")]
    [InlineData("sslnegotiation=direct")]
    [InlineData("ssl_min_protocol_version=TLSv1.3 ssl_max_protocol_version=TLSv1.2")]
    public void A_parameter_that_cannot_be_honoured_is_refused_by_name(string pair)
    {
        var refused = Assert.Throws<RefusedException>(() => new FakeEnvironment().Parse($"dbname=db {pair}"));

        Assert.Equal(Outcome.BadUsage, refused.Outcome);
        Assert.Contains(pair[..pair.IndexOf('=', StringComparison.Ordinal)], refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("replication=false")]
    [InlineData("sslcertmode=allow")]
    [InlineData("client_encoding=latin1")]
    [InlineData("fallback_application_name=x")]
    [InlineData("sslcompression=0")]
    [InlineData("sslsni=1")]
    [InlineData("tcp_user_timeout=0")]
    [InlineData("sslcrl=''")]
    public void A_harmless_value_is_accepted_without_a_word(string pair) =>
        Assert.Empty(new FakeEnvironment().Parse($"dbname=db {pair}").Notes);

    [Theory]
    [InlineData("keepalives_count=3")]
    [InlineData("tcp_user_timeout=1000")]
    public void A_parameter_without_effect_is_noted(string pair) =>
        Assert.Contains(pair[..pair.IndexOf('=', StringComparison.Ordinal)],
            Assert.Single(new FakeEnvironment().Parse($"dbname=db {pair}").Notes), StringComparison.Ordinal);

    [Fact]
    public void Every_parameter_that_libpq_15_knows_is_known()
    {
        string[] known =
        [
            "host", "hostaddr", "port", "dbname", "user", "password", "passfile", "channel_binding", "connect_timeout",
            "client_encoding", "options",
            "application_name", "fallback_application_name", "keepalives", "keepalives_idle", "keepalives_interval", "keepalives_count",
            "tcp_user_timeout",
            "replication", "gssencmode", "sslmode", "sslcompression", "sslcert", "sslkey", "sslpassword", "sslrootcert", "sslcrl",
            "sslcrldir", "sslsni",
            "requirepeer", "ssl_min_protocol_version", "ssl_max_protocol_version", "krbsrvname", "gsslib", "service",
            "target_session_attrs",
        ];

        Assert.All(known, name => Assert.NotNull(ConnectionParameter.Find(name)));
    }
}
