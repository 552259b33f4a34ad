using ActorMigrate.Host.Dashboard;

namespace ActorMigrate.Host.Tests.Dashboard;

public class AccessRulesTests
{
    [Theory]
    [InlineData("localhost:8080", true)]
    [InlineData("127.0.0.1:8080", true)]
    [InlineData("127.0.0.1", true)]
    [InlineData("[::1]:8080", true)]
    [InlineData("attacker.example.com", false)]
    [InlineData("attacker.example.com:8080", false)]
    [InlineData("localhost.example.com", false)]
    [InlineData("10.0.0.5:8080", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void On_loopback_a_host_must_name_this_machine_so_that_rebound_names_do_not_read(string? host, bool allowed) =>
        Assert.Equal(allowed, new AccessRules(null, isLoopback: true).AllowsHost(host));

    [Fact]
    public void Elsewhere_any_host_may_be_named_because_the_token_decides() =>
        Assert.True(new AccessRules("0123456789abcdef", isLoopback: false).AllowsHost("db1.example.com:8080"));

    [Fact]
    public void Only_the_whole_token_is_known()
    {
        var token = AccessRules.NewToken();
        var rules = new AccessRules(token, isLoopback: false);

        Assert.True(rules.Knows(token));
        Assert.False(rules.Knows(token[..^1]));
        Assert.False(rules.Knows(token + "0"));
        Assert.False(rules.Knows(""));
        Assert.False(rules.Knows(null));
        Assert.NotEqual(token, AccessRules.NewToken());
        Assert.Equal(64, token.Length);
    }

    [Fact]
    public void Without_a_token_everybody_who_reaches_the_page_may_read() => Assert.True(new AccessRules(null, isLoopback: true)
        .Knows(null));

    [Theory]
    [InlineData("1", "http://localhost:8080", "localhost:8080", true)]
    [InlineData("1", "https://dash.example.com", "dash.example.com", true)]
    [InlineData("1", null, "localhost:8080", true)]
    [InlineData("1", "http://localhost:3000", "localhost:8080", false)]
    [InlineData("1", "http://attacker.example.com", "localhost:8080", false)]
    [InlineData("1", "null", "localhost:8080", false)]
    [InlineData(null, "http://localhost:8080", "localhost:8080", false)]
    [InlineData(null, null, "localhost:8080", false)]
    public void A_directive_needs_the_header_and_the_page_s_own_origin(string? header, string? origin, string host, bool own) =>
        Assert.Equal(own, AccessRules.IsOwnPage(header, origin, host));
}
