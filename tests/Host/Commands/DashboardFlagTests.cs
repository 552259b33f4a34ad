using ActorMigrate.Host.Tests.Summary;
using ActorMigrate.Migration;
using ActorMigrate.Migration.Failures;

namespace ActorMigrate.Host.Tests.Commands;

public sealed class DashboardFlagTests : IDisposable
{
    private readonly Cli _cli = new();

    public void Dispose() => _cli.Dispose();

    [Theory]
    [InlineData("--dashboard", "--quiet")]
    [InlineData("--dashboard", "localhost", "--quiet")]
    [InlineData("--dashboard=127.0.0.1", "--progress", "json")]
    public async Task A_run_prints_where_its_dashboard_is_and_serves_it_while_it_runs(params string[] flags)
    {
        using var client = new HttpClient();
        Uri? served = null;
        _cli.Migration = async (_, _) =>
        {
            served = Served();
            Assert.Equal("ok\n", await client.GetStringAsync(new Uri(served, "/healthz")));
            return Summaries.Of(Outcome.Succeeded, Summaries.Table("posts"));
        };

        Assert.Equal(0, await _cli.MigrateAsync(flags));

        Assert.True(served!.IsLoopback);
    }

    [Fact]
    public async Task A_run_without_the_flag_serves_nothing()
    {
        Assert.Equal(0, await _cli.MigrateAsync());

        Assert.DoesNotContain("Dashboard", _cli.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_that_is_refused_tells_the_open_page_why()
    {
        using var client = new HttpClient();
        Stream? page = null;
        _cli.Migration = async (_, _) =>
        {
            page = await client.GetStreamAsync(new Uri(Served(), "/api/events"));
            throw new RefusedException("It cannot be.", "Do something else.");
        };

        Assert.Equal(2, await _cli.MigrateAsync("--dashboard", "--quiet"));

        using var reader = new StreamReader(page!);
        var told = await reader.ReadToEndAsync();
        Assert.Contains("event: end", told, StringComparison.Ordinal);
        Assert.Contains("It cannot be.", told, StringComparison.Ordinal);
        Assert.Contains("Do something else.", told, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--log-format", "text", "Waiting for the target: The target is away. Wait.")]
    [InlineData("--log-format", "json", "\"message\":\"Waiting for the target: The target is away. Wait.\"")]
    public async Task A_dashboard_alone_tells_on_standard_error_what_it_waits_for(string flag, string format, string told)
    {
        _cli.Watch.Away = "The target is away.";
        _cli.Watch.OnLook = () =>
        {
            if (_cli.Watch.Looks == 2)
                _cli.Stop.Cancel();
        };

        Assert.Equal(0, await _cli.RunAsync("dashboard", "--target", "host=h dbname=b", flag, format));

        Assert.Contains(told, _cli.Error, StringComparison.Ordinal);
        Assert.StartsWith("Dashboard: http://127.0.0.1:", _cli.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Control_without_a_dashboard_is_bad_usage()
    {
        Assert.Equal(1, await _cli.MigrateAsync("--dashboard-control"));
        Assert.Contains("Add --dashboard.", _cli.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_value_that_is_no_address_is_bad_usage()
    {
        Assert.Equal(1, await _cli.MigrateAsync("--dashboard", "10.0.0.5:99999"));
        Assert.Contains("dashboard is '10.0.0.5:99999'", _cli.Error, StringComparison.Ordinal);
    }

    private Uri Served() =>
        new(_cli.Error.Split('\n').Single(line => line.StartsWith("Dashboard: ", StringComparison.Ordinal))["Dashboard: ".Length..]);
}
