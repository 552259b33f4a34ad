using ActorMigrate.Host.Settings;

namespace ActorMigrate.Host.Tests.Settings;

public sealed class DashboardSettingsTests : IDisposable
{
    private readonly Given _given = new();

    public void Dispose() => _given.Dispose();

    [Theory]
    [InlineData("on", "127.0.0.1", 0)]
    [InlineData("8080", "127.0.0.1", 8080)]
    [InlineData("localhost", "localhost", 0)]
    [InlineData("10.0.0.5", "10.0.0.5", 0)]
    [InlineData("0.0.0.0:8080", "0.0.0.0", 8080)]
    [InlineData("[::1]:8080", "::1", 8080)]
    [InlineData("db1.example.com:8080", "db1.example.com", 8080)]
    public void An_address_is_read(string text, string host, int port) =>
        Assert.Equal(new DashboardAddress(host, port), _given.Flag("dashboard", text).Read().Dashboard.Address);

    [Fact]
    public void There_is_none_unless_it_is_asked_for()
    {
        Assert.Null(_given.Read().Dashboard.Address);
        Assert.Null(_given.Flag("dashboard", "off").Read().Dashboard.Address);
    }

    [Theory]
    [InlineData("10.0.0.5:99999")]
    [InlineData("70000x:1:2")]
    [InlineData("a b")]
    public void Anything_else_is_refused(string text) => Assert.Contains("dashboard is", _given.Flag("dashboard", text).Refusal(),
        StringComparison.Ordinal);

    [Fact]
    public void A_token_is_given_once_and_never_shown()
    {
        _given.Variable("ACTORMIGRATE_DASHBOARD_TOKEN", "a-secret-of-some-length").Variable("ACTORMIGRATE_DASHBOARD_TOKEN_FILE", "file");

        Assert.Contains("exclude each other", _given.Refusal(), StringComparison.Ordinal);
    }
}
