using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Runtime.Versioning;
using ActorMigrate.Migration.Failures;
using ActorMigrate.Postgres.LocalServers;
using ActorMigrate.TestServers;
using Npgsql;

namespace ActorMigrate.Postgres.Tests.LocalServers;

[UnsupportedOSPlatform("windows")]
public sealed class LocalServerTests
{
    [Fact]
    public async Task A_started_server_takes_connections_on_its_uri()
    {
        await using var server = await TestServer.StartOwnAsync();

        var printed = await ClientProgram.RunAsync(
            "psql", ["-X", "-At", "-d", server.Uri, "-c", "SHOW listen_addresses; SHOW fsync; SHOW server_encoding"]);

        Assert.Equal("127.0.0.1\noff\nUTF8\n", printed);
    }

    [Fact]
    public async Task A_server_lets_nobody_in_without_the_password()
    {
        await using var server = await TestServer.StartOwnAsync();
        var wrong = new NpgsqlConnectionStringBuilder(server.ConnectionString()) { Password = "wrong" }.ConnectionString;

        await using var connection = new NpgsqlConnection(wrong);
        var refused = await Assert.ThrowsAsync<PostgresException>(() => connection.OpenAsync());

        Assert.Equal(PostgresErrorCodes.InvalidPassword, refused.SqlState);
    }

    [Fact]
    public async Task Its_sessions_wait_as_long_as_a_start_may_take()
    {
        await using var server = await TestServer.StartOwnAsync();

        var settings = new NpgsqlConnectionStringBuilder(server.ConnectionString());

        Assert.Equal((60, 60), (settings.Timeout, settings.CommandTimeout));
    }

    [Fact]
    public async Task Two_servers_of_one_template_have_passwords_of_their_own()
    {
        await using var one = await TestServer.StartOwnAsync();
        await using var other = await TestServer.StartOwnAsync();

        Assert.NotEqual(Password(one), Password(other));
        Assert.NotEqual(one.Port, other.Port);
    }

    [Fact]
    public async Task Settings_win_over_the_defaults()
    {
        await using var server = await TestServer.StartOwnAsync(
            settings: new Dictionary<string, string> { ["wal_level"] = "minimal", ["max_connections"] = "17", ["search_path"] = "it's" });

        Assert.Equal("17", await ShowAsync(server, "max_connections"));
        Assert.Equal("minimal", await ShowAsync(server, "wal_level"));
        Assert.Equal("it's", await ShowAsync(server, "search_path"));
    }

    [Theory]
    [InlineData(StopMode.Fast)]
    [InlineData(StopMode.Immediate)]
    public async Task A_restarted_server_keeps_its_port_and_its_data(StopMode mode)
    {
        await using var server = await TestServer.StartOwnAsync();
        await ExecuteAsync(server, "CREATE TABLE kept AS SELECT 1 AS a");
        var (port, pid) = (server.Port, server.Pid);

        await server.RestartAsync(mode);

        Assert.Equal(port, server.Port);
        Assert.NotEqual(pid, server.Pid);
        await ExecuteAsync(server, "SELECT a FROM kept");
    }

    [Fact]
    public async Task A_stopped_server_can_be_started_again()
    {
        await using var server = await TestServer.StartOwnAsync();

        await server.StopAsync();

        Assert.Equal(0, server.Pid);
        await Assert.ThrowsAnyAsync<NpgsqlException>(() => ShowAsync(server, "port"));
        await server.RestartAsync();
        await ShowAsync(server, "port");
    }

    [Fact]
    public async Task A_server_that_was_killed_can_be_started_again()
    {
        await using var server = await TestServer.StartOwnAsync();
        using (var postmaster = Process.GetProcessById(server.Pid))
        {
            postmaster.Kill();
        }

        await server.RestartAsync();

        await ShowAsync(server, "port");
    }

    [Fact]
    public async Task A_restart_waits_for_processes_of_a_killed_server_whatever_they_write_to_its_log()
    {
        await using var server = await TestServer.StartOwnAsync();
        await using var session = new NpgsqlConnection(server.ConnectionString());
        await session.OpenAsync();
        // It looks for its postmaster when it is done.
        await using var busy = new NpgsqlCommand("SELECT count(*) FROM pg_proc a, pg_proc b, pg_proc c", session) { CommandTimeout = 0 };
        var answer = busy.ExecuteScalarAsync();
        using var backend = Process.GetProcessById(session.ProcessID);
        using (var postmaster = Process.GetProcessById(server.Pid))
        {
            postmaster.Kill();
        }

        var restart = server.RestartAsync();
        var log = Path.Combine(server.SocketFolder, "log");
        await Eventually.TrueAsync(async () =>
        {
            await File.AppendAllTextAsync(log, "one\ntwo\nthree\n");
            return restart.IsCompleted || (await File.ReadAllTextAsync(log)).Split("is still in use").Length > 3;
        });
        backend.Kill();

        await restart;
        await Assert.ThrowsAnyAsync<NpgsqlException>(() => answer);
        await ShowAsync(server, "port");
    }

    [Fact]
    public async Task Disposing_stops_the_server_and_removes_its_folder()
    {
        var server = await TestServer.StartOwnAsync();
        var (folder, pid) = (Path.GetDirectoryName(server.DataFolder)!, server.Pid);
        Assert.True(Directory.Exists(folder));

        await server.DisposeAsync();

        Assert.False(Directory.Exists(folder));
        Assert.Throws<ArgumentException>(() => Process.GetProcessById(pid));
    }

    [Fact]
    public async Task A_server_that_cannot_start_says_why_and_leaves_nothing()
    {
        var parent = Directory.CreateTempSubdirectory("servers-test-");
        File.SetUnixFileMode(parent.FullName, (UnixFileMode)0b111_111_111);

        var refused = await Assert.ThrowsAsync<RefusedException>(() => LocalServer.StartAsync(new LocalServerOptions
        {
            MajorVersion = TestServer.DefaultMajor,
            ParentFolder = parent.FullName,
            Settings = new Dictionary<string, string> { ["no_such_setting"] = "1" },
        }));

        Assert.Contains("unrecognized configuration parameter \"no_such_setting\"", refused.Message, StringComparison.Ordinal);
        Assert.Empty(parent.GetFileSystemInfos());
        parent.Delete();
    }

    [Fact]
    public async Task A_version_that_is_not_installed_is_refused_with_the_remedy()
    {
        var refused = await Assert.ThrowsAsync<RefusedException>(() => LocalServer.StartAsync(new LocalServerOptions { MajorVersion = 9 }));

        Assert.Contains("PostgreSQL 9", refused.Message, StringComparison.Ordinal);
        Assert.Contains(ServerBinaries.Variable, refused.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void A_picked_port_is_free_and_outside_the_range_of_outgoing_connections()
    {
        var port = FreePort.Pick();

        using var listener = new TcpListener(IPAddress.Loopback, port);
        listener.Start();
        Assert.InRange(port, 20_000, 32_000);
    }

    private static string Password(LocalServer server) => new NpgsqlConnectionStringBuilder(server.ConnectionString()).Password!;

    private static async Task<string> ShowAsync(LocalServer server, string setting)
    {
        await using var connection = new NpgsqlConnection(server.ConnectionString());
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand("SELECT current_setting(@name)", connection);
        command.Parameters.AddWithValue("name", setting);
        return Convert.ToString(await command.ExecuteScalarAsync(), CultureInfo.InvariantCulture)!;
    }

    private static async Task ExecuteAsync(LocalServer server, string sql)
    {
        await using var connection = new NpgsqlConnection(server.ConnectionString());
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
