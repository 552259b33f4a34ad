using System.Net;
using System.Net.Sockets;
using ActorMigrate.TestServers;
using Npgsql;

namespace ActorMigrate.EndToEnd.Tests.Refusals;

public sealed class ConnectionRefusalTests(TestDatabaseFixture fixture) : IClassFixture<TestDatabaseFixture>
{
    private TestDatabase Database => fixture.Database;

    [Fact]
    public async Task A_port_where_nothing_listens()
    {
        // Nobody else gets a port that is bound, and nobody is heard there before somebody listens.
        using var mute = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        mute.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        var port = ((IPEndPoint)mute.LocalEndPoint!).Port;
        var run = await Cli.MigrateAsync($"postgresql://reader:s3cret@127.0.0.1:{port}/shop", Database.Noted().Uri);
        run.ShouldRefuse(2, "source", $"127.0.0.1:{port}", "connection refused", "Check host and port");
        Assert.Contains("extract source schema: ended after", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_target_that_takes_connections_and_never_answers()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        var port = ((IPEndPoint)silent.LocalEndpoint).Port;
        var run = await Cli.MigrateAsync(Database.Noted().Uri, $"postgresql://writer:s3cret@127.0.0.1:{port}/shop?connect_timeout=2");
        run.ShouldRefuse(2, "target", $"127.0.0.1:{port}", "no answer within 2 seconds", "connect_timeout");
    }

    [Fact]
    public async Task An_address_to_listen_at_that_is_another_machines()
    {
        await using var target = await TestDatabase.CreateAsync();
        var run = await Cli.MigrateAsync(Database.Noted().Uri, target.Noted().Uri, "--listen", "192.0.2.1:7000");
        run.ShouldRefuse(
            2, "The node cannot listen at 192.0.2.1:7000: Cannot assign requested address.", "Give an address of this machine");
        Assert.Equal("", run.Out);
        Assert.DoesNotContain("Hosting", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_dashboards_address_that_is_another_machines()
    {
        await using var target = await TestDatabase.CreateAsync();
        var run = await Cli.MigrateAsync(Database.Noted().Uri, target.Noted().Uri, "--dashboard", "192.0.2.1:7000");
        run.ShouldRefuse(
            2, "The dashboard cannot listen at 192.0.2.1:7000: Cannot assign requested address.", "Give an address of this machine");
    }

    [Fact]
    public async Task A_host_that_nobody_knows()
    {
        var run = await CliProcess.RunAsync(
            ["migrate", "--source", "postgresql://reader:s3cret@db.invalid/shop", "--target", Database.Noted().Uri]);
        run.ShouldRefuse(2, "source", "db.invalid", "cannot be resolved");
    }

    [Fact]
    public async Task A_wrong_password()
    {
        var wrong = With(Database, uri => uri.Password = "s3cret-and-wrong");
        var run = await CliProcess.RunAsync(["migrate", "--source", wrong, "--target", Database.Noted().Uri]);
        run.ShouldRefuse(2, "source", "password authentication failed", "28P01", "Check the password of role");
    }

    [Fact]
    public async Task A_missing_database()
    {
        var run = await Cli.MigrateAsync(Database.Noted().Uri, Database.Server.UriOf("there_is_none"));
        run.ShouldRefuse(2, "target", "there_is_none", "3D000", "createdb");
    }

    [Fact]
    public async Task A_missing_role()
    {
        var run = await Cli.MigrateAsync(With(Database, uri => uri.UserName = "nobody_here"), Database.Noted().Uri);
        run.ShouldRefuse(2, "source", "nobody_here");
    }

    [Fact]
    public async Task The_same_database_on_both_sides()
    {
        var noted = await Untouched.NoteAsync(Database);
        var run = await Cli.MigrateAsync(Database.Noted().Uri, Database.Uri);
        run.ShouldRefuse(2, "same database", "--target");
        await noted.ShouldHoldAsync();
    }

    [Fact]
    public async Task The_same_database_under_another_spelling_of_its_host()
    {
        if (Database.Server.Local is not { } local)
            return;
        var other = $"host={local.SocketFolder} port={local.Port} dbname={Database.Name} user=postgres password={PasswordOf(Database)}";
        var run = await Cli.MigrateAsync(Database.Noted().Uri, other);
        run.ShouldRefuse(2, "same database");
    }

    [Fact]
    public async Task Neither_source_nor_target()
    {
        (await Cli.RunAsync("migrate", "--source", Database.Noted().Uri)).ShouldRefuse(1, "target", "--target");
        (await Cli.RunAsync("migrate", "--target", Database.Uri)).ShouldRefuse(1, "source", "--source");
    }

    private static string PasswordOf(TestDatabase database) => new NpgsqlConnectionStringBuilder(database.ConnectionString).Password!;

    private static string With(TestDatabase database, Action<UriBuilder> change)
    {
        var uri = new UriBuilder(database.Uri);
        change(uri);
        return uri.Uri.ToString();
    }
}
