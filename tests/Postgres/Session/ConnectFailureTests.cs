using System.Net;
using System.Net.Sockets;
using ActorMigrate.Migration;
using ActorMigrate.Migration.Failures;
using ActorMigrate.Postgres.LocalServers;
using ActorMigrate.Postgres.Session;
using ActorMigrate.TestServers;

namespace ActorMigrate.Postgres.Tests.Session;

/// <summary>A server of its own, whose pg_hba.conf and limits the tests may change.</summary>
public sealed class OwnServerFixture : IAsyncLifetime
{
    public LocalServer Server { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Server = await TestServer.StartOwnAsync(settings: new Dictionary<string, string> { ["max_connections"] = "10" });
        await CreateRolesAsync();
        var hba = Path.Combine(Server.DataFolder, "pg_hba.conf");
        await File.WriteAllTextAsync(
            hba, "host all rejected all reject\nhost all nologin,ghost 127.0.0.1/32 trust\n" + await File.ReadAllTextAsync(hba));
        // A reload would take effect some time later.
        await Server.RestartAsync();
    }

    public Task DisposeAsync() => Server.DisposeAsync().AsTask();

    private async Task CreateRolesAsync()
    {
        await using var database = new Database(Sessions.Connection(Server.Uri, "target"), Side.Target);
        await using var session = await database.OpenAsync(SessionPurpose.Schema, CancellationToken.None);
        await session.ExecuteAsync(
            "CREATE ROLE bob LOGIN PASSWORD 'right'; CREATE ROLE nologin; CREATE ROLE limited LOGIN PASSWORD 'right' CONNECTION LIMIT "
                + "1; CREATE ROLE rejected LOGIN");
        await session.ExecuteAsync("CREATE DATABASE closed ALLOW_CONNECTIONS false");
        await session.ExecuteAsync("CREATE DATABASE private");
        await session.ExecuteAsync("REVOKE CONNECT ON DATABASE private FROM PUBLIC");
    }
}

public sealed class ConnectFailureTests(OwnServerFixture fixture) : IClassFixture<OwnServerFixture>
{
    private int Port => fixture.Server.Port;

    [Fact]
    public async Task A_wrong_password_is_refused_with_the_places_where_it_may_come_from()
    {
        var refused = await RefusedAsync($"postgresql://bob:WRONG@127.0.0.1:{Port}/postgres");

        Assert.Contains($"127.0.0.1:{Port}/postgres as bob: password authentication failed", refused.Message, StringComparison.Ordinal);
        Assert.Contains("28P01", refused.Message, StringComparison.Ordinal);
        Assert.Contains("PGPASSWORD", refused.Remedy, StringComparison.Ordinal);
        Assert.DoesNotContain("WRONG", refused.ToString(), StringComparison.Ordinal);
        Assert.Equal(FailureClass.Fatal, SqlStates.Classify(refused).Class);
    }

    [Fact]
    public async Task A_missing_password_is_told_apart_from_a_wrong_one()
    {
        var refused = await RefusedAsync($"postgresql://bob@127.0.0.1:{Port}/postgres");

        Assert.Contains("none is known", refused.Message, StringComparison.Ordinal);
        Assert.Contains(".pgpass", refused.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_database_is_named()
    {
        var refused = await RefusedAsync($"postgresql://bob:right@127.0.0.1:{Port}/nowhere");

        Assert.Contains("\"nowhere\" does not exist", refused.Message, StringComparison.Ordinal);
        Assert.Contains("createdb", refused.Remedy, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nologin", "not permitted to log in")]
    [InlineData("ghost", "does not exist")]
    public async Task A_role_that_cannot_log_in_is_told_how_it_could(string role, string cause)
    {
        var refused = await RefusedAsync($"postgresql://{role}@127.0.0.1:{Port}/postgres");

        Assert.Contains(cause, refused.Message, StringComparison.Ordinal);
        Assert.Contains("LOGIN", refused.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_role_that_pg_hba_rejects_is_sent_there()
    {
        var refused = await RefusedAsync($"postgresql://rejected@127.0.0.1:{Port}/postgres");

        Assert.Contains("28000", refused.Message, StringComparison.Ordinal);
        Assert.Contains("pg_hba.conf", refused.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_database_without_the_right_to_connect_is_told_the_grant()
    {
        var refused = await RefusedAsync($"postgresql://bob:right@127.0.0.1:{Port}/private");

        Assert.Contains("GRANT CONNECT ON DATABASE \"private\" TO \"bob\"", refused.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_database_that_takes_no_connections_says_so()
    {
        var refused = await RefusedAsync($"postgresql://bob:right@127.0.0.1:{Port}/closed");

        Assert.Contains("ALLOW_CONNECTIONS", refused.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_used_up_connection_limit_is_named_and_may_go_away()
    {
        await using var database = Sessions.Source($"postgresql://limited:right@127.0.0.1:{Port}/postgres");
        await using var first = await database.OpenAsync(SessionPurpose.Copy, CancellationToken.None);

        var refused = await RefusedAsync($"postgresql://limited:right@127.0.0.1:{Port}/postgres");

        Assert.Contains("53300", refused.Message, StringComparison.Ordinal);
        Assert.Contains("CONNECTION LIMIT", refused.Remedy, StringComparison.Ordinal);
        Assert.Equal(FailureClass.Transient, SqlStates.Classify(refused).Class);
    }

    [Fact]
    public async Task A_port_where_nothing_listens_is_named_and_may_come_back()
    {
        var refused = await RefusedAsync("postgresql://bob@127.0.0.1:1/db");

        Assert.Contains("127.0.0.1:1/db as bob: connection refused", refused.Message, StringComparison.Ordinal);
        Assert.Equal(FailureClass.Transient, SqlStates.Classify(refused).Class);
    }

    [Fact]
    public async Task A_host_name_that_does_not_resolve_is_named()
    {
        var refused = await RefusedAsync("postgresql://bob@no-such-host.invalid/db");

        Assert.Contains("no-such-host.invalid:5432/db", refused.Message, StringComparison.Ordinal);
        Assert.Contains("cannot be resolved", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_socket_without_a_server_is_named()
    {
        var refused = await RefusedAsync("host=/nowhere dbname=db user=bob");

        Assert.Contains("/nowhere/.s.PGSQL.5432", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_host_that_never_answers_is_given_up_after_the_timeout()
    {
        using var silent = Listener();
        var refused = await RefusedAsync($"postgresql://bob@127.0.0.1:{PortOf(silent)}/db?connect_timeout=2&sslmode=disable");

        Assert.Contains("no answer within 2 seconds", refused.Message, StringComparison.Ordinal);
        Assert.Contains("connect_timeout", refused.Remedy, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("disable")]
    [InlineData("prefer")]
    [InlineData("require")]
    public async Task Something_else_than_a_PostgreSQL_server_is_found_out(string sslMode)
    {
        using var web = Listener();
        var serving = ServeAsync(web, "HTTP/1.1 400 Bad Request\r\n\r\n"u8.ToArray());

        var refused = await RefusedAsync($"postgresql://bob@127.0.0.1:{PortOf(web)}/db?connect_timeout=5&sslmode={sslMode}");

        Assert.Contains($"127.0.0.1:{PortOf(web)}", refused.Message, StringComparison.Ordinal);
        Assert.Contains("Check", refused.Remedy, StringComparison.Ordinal);
        web.Stop();
        await serving;
    }

    [Theory]
    [InlineData("require")]
    [InlineData("verify-full&sslrootcert=system")]
    public async Task A_server_without_tls_is_refused_where_tls_is_asked_for(string sslMode)
    {
        var refused = await RefusedAsync($"postgresql://bob:right@127.0.0.1:{Port}/postgres?sslmode={sslMode}");

        Assert.Contains("does not offer TLS", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_several_hosts_each_is_named_with_its_cause()
    {
        var refused = await RefusedAsync($"postgresql://bob:right@127.0.0.1:1,no-such-host.invalid:2,127.0.0.1:{Port}/nowhere");

        Assert.Contains("127.0.0.1:1: connection refused", refused.Message, StringComparison.Ordinal);
        Assert.Contains("no-such-host.invalid:2: the host name", refused.Message, StringComparison.Ordinal);
        Assert.Contains($"127.0.0.1:{Port}: database \"nowhere\"", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_first_host_that_will_do_is_taken()
    {
        await using var database = Sessions.Source($"postgresql://bob:right@127.0.0.1:1,127.0.0.1:{Port}/postgres");
        await using var session = await database.OpenAsync(SessionPurpose.Preflight, CancellationToken.None);

        Assert.Equal(Port, session.Port);
    }

    [Fact]
    public async Task A_host_that_turned_the_role_away_ends_the_search()
    {
        var refused = await RefusedAsync($"postgresql://bob:WRONG@127.0.0.1:{Port},127.0.0.1:1/postgres");

        Assert.DoesNotContain("127.0.0.1:1:", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("standby", "not a standby")]
    [InlineData("read-only", "not read-only")]
    public async Task A_server_of_the_wrong_kind_is_named_as_such(string wanted, string cause)
    {
        var refused = await RefusedAsync($"postgresql://bob:right@127.0.0.1:{Port}/postgres?target_session_attrs={wanted}");

        Assert.Contains(cause, refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("any")]
    [InlineData("primary")]
    [InlineData("read-write")]
    [InlineData("prefer-standby")]
    public async Task A_server_of_the_right_kind_is_taken_also_for_the_source(string wanted)
    {
        await using var database = Sessions.Source($"postgresql://bob:right@127.0.0.1:{Port}/postgres?target_session_attrs={wanted}");
        await using var session = await database.OpenAsync(SessionPurpose.Preflight, CancellationToken.None);

        Assert.Equal("on", await session.ScalarAsync<string>("SHOW default_transaction_read_only"));
    }

    [Fact]
    public async Task A_unix_socket_is_connected_to_whatever_sslmode_says()
    {
        var uri = new Uri(fixture.Server.Uri);
        await using var database = Sessions.Source(
            $"postgresql://{uri.UserInfo}@{Uri.EscapeDataString(fixture.Server.SocketFolder)}:{Port}/postgres?sslmode=require");
        await using var session = await database.OpenAsync(SessionPurpose.Preflight, CancellationToken.None);

        Assert.True(await session.ScalarAsync<bool>("SELECT pg_catalog.inet_client_addr() IS NULL"));
    }

    [Fact]
    public async Task An_address_may_stand_for_a_name_that_does_not_resolve()
    {
        await using var database =
            Sessions.Source($"host=no-such-host.invalid hostaddr=127.0.0.1 port={Port} user=bob password=right dbname=postgres");
        await using var session = await database.OpenAsync(SessionPurpose.Preflight, CancellationToken.None);

        Assert.Equal("bob", await session.ScalarAsync<string>("SELECT current_user::text"));
    }

    [Theory]
    [InlineData("scram-sha-256", true)]
    [InlineData("md5,scram-sha-256", true)]
    [InlineData("!password,!md5", true)]
    [InlineData("md5", false)]
    [InlineData("!scram-sha-256", false)]
    public async Task Only_the_required_ways_to_authenticate_are_taken(string required, bool accepted)
    {
        var text = $"postgresql://bob:right@127.0.0.1:{Port}/postgres?require_auth={required}";
        if (!accepted)
        {
            await RefusedAsync(text);
            return;
        }

        await using var database = Sessions.Source(text);
        await using var session = await database.OpenAsync(SessionPurpose.Preflight, CancellationToken.None);
    }

    [Theory]
    [InlineData("channel_binding=require", "channel binding")]
    [InlineData("gssencmode=require", "GSS")]
    [InlineData("options=-c%20nonsense%3D1", "nonsense")]
    public async Task A_setting_that_the_server_cannot_meet_is_named(string setting, string cause)
    {
        var refused = await RefusedAsync($"postgresql://bob:right@127.0.0.1:{Port}/postgres?{setting}");

        Assert.Contains(cause, refused.Message, StringComparison.Ordinal);
        Assert.Contains(setting[..4], refused.Remedy, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(FailureClass.Fatal, SqlStates.Classify(refused).Class);
    }

    [Fact]
    public async Task Cancelling_ends_a_connect_that_hangs_at_whatever_moment()
    {
        using var silent = Listener();
        await using var database = Sessions.Source($"postgresql://bob@127.0.0.1:{PortOf(silent)}/db?connect_timeout=0&sslmode=disable");
        for (var moment = 0; moment < 500; moment++)
        {
            using var stop = new CancellationTokenSource();
            var opening = database.OpenAsync(SessionPurpose.Preflight, stop.Token);
            using var client = await silent.AcceptSocketAsync();
            Thread.SpinWait(moment % 50 * 500);
            await stop.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => opening.WaitAsync(Eventually.Patience));
        }
    }

    private static async Task<RefusedException> RefusedAsync(string text)
    {
        await using var database = Sessions.Source(text);
        var refused =
            await Assert.ThrowsAsync<RefusedException>(() => database.OpenAsync(SessionPurpose.Preflight, CancellationToken.None));
        Assert.Equal(Outcome.Refused, refused.Outcome);
        Assert.NotEmpty(refused.Remedy);
        return refused;
    }

    private static TcpListener Listener()
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return listener;
    }

    private static int PortOf(TcpListener listener) => ((IPEndPoint)listener.LocalEndpoint).Port;

    private static async Task ServeAsync(TcpListener listener, byte[] answer)
    {
        try
        {
            while (true)
            {
                using var client = await listener.AcceptSocketAsync();
                await client.ReceiveAsync(new byte[1024]);
                await client.SendAsync(answer);
                client.Shutdown(SocketShutdown.Send);
                while (await client.ReceiveAsync(new byte[1024]) > 0)
                {
                }
            }
        }
        catch (Exception e) when (e is SocketException or InvalidOperationException)
        {
        }
    }
}
