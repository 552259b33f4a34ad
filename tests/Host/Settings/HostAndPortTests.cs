using ActorMigrate.Cluster;
using ActorMigrate.Host.Settings;
using ActorMigrate.Migration.Failures;

namespace ActorMigrate.Host.Tests.Settings;

public sealed class HostAndPortTests
{
    [Theory]
    [InlineData("10.0.0.5", "10.0.0.5", 0)]
    [InlineData("10.0.0.5:7000", "10.0.0.5", 7000)]
    [InlineData("10.0.0.5:0", "10.0.0.5", 0)]
    [InlineData("db1.example.com", "db1.example.com", 0)]
    [InlineData("db1.example.com:65535", "db1.example.com", 65535)]
    [InlineData("db-1", "db-1", 0)]
    [InlineData("fd00::5", "fd00::5", 0)]
    [InlineData("::1", "::1", 0)]
    [InlineData("[fd00::5]", "fd00::5", 0)]
    [InlineData("[fd00::5]:7000", "fd00::5", 7000)]
    [InlineData("[::ffff:10.0.0.5]:7000", "::ffff:10.0.0.5", 7000)]
    public void A_host_with_or_without_a_port_is_read(string text, string host, int port)
    {
        Assert.Equal((host, port), ValueReaders.SplitHost(text));
        Assert.True(ValueReaders.HostAndPort(text, out _));
    }

    [Theory]
    [InlineData(":7000")]
    [InlineData("10.0.0.5:")]
    [InlineData("10.0.0.5:65536")]
    [InlineData("10.0.0.5:-1")]
    [InlineData("10.0.0.5:+7")]
    [InlineData("10.0.0.5: 7")]
    [InlineData("10.0.0.5:http")]
    [InlineData("[fd00::5]:")]
    [InlineData("[fd00::5]7000")]
    [InlineData("[fd00::5]:65536")]
    [InlineData("[fd00::5")]
    [InlineData("fd00::5]:7000")]
    [InlineData("[]:7000")]
    [InlineData("[db1.example.com]:7000")]
    [InlineData("[10.0.0.5]:7000")]
    [InlineData("a b")]
    [InlineData(" 10.0.0.5")]
    [InlineData("tcp://10.0.0.5:7000")]
    [InlineData("10.0.0.5/24")]
    [InlineData("99999")]
    [InlineData("300.1.1.1")]
    [InlineData("10.0.5:7000")]
    public void A_text_that_is_no_host_is_refused(string text)
    {
        Assert.Null(ValueReaders.SplitHost(text));
        Assert.False(ValueReaders.HostAndPort(text, out _));
    }

    [Fact]
    public void A_node_that_names_nothing_listens_on_loopback_at_a_free_port()
    {
        using var given = new Given();

        Assert.Equal(ListenAddress.Loopback, given.Read().Listen);
    }

    [Fact]
    public void A_node_behind_another_name_says_where_it_listens_and_how_it_is_known()
    {
        using var given = new Given().Flag("node.listen", "10.0.0.5:7000").Flag("node.advertise", "db1.example.com:7100");

        Assert.Equal(
            new ListenAddress("10.0.0.5", 7000) { AdvertisedHost = "db1.example.com", AdvertisedPort = 7100 }, given.Read().Listen);
    }

    [Fact]
    public void An_advertised_name_without_a_port_keeps_that_of_the_node()
    {
        using var given = new Given().Flag("node.listen", "[fd00::5]:7000").Flag("node.advertise", "db1.example.com");

        Assert.Equal(new ListenAddress("fd00::5", 7000) { AdvertisedHost = "db1.example.com" }, given.Read().Listen);
    }

    [Theory]
    [InlineData("0.0.0.0")]
    [InlineData("0.0.0.0:7000")]
    [InlineData("::")]
    [InlineData("[::]:7000")]
    public void All_addresses_of_a_machine_are_none_by_which_others_could_reach_it(string listen)
    {
        using var given = new Given().Flag("node.listen", listen);

        var refused = Assert.Throws<RefusedException>(() => given.Read());

        Assert.Contains("advertise", refused.Message, StringComparison.Ordinal);
        using var named = new Given().Flag("node.listen", listen).Flag("node.advertise", "db1.example.com");
        Assert.Equal("db1.example.com", named.Read().Listen.AdvertisedHost);
    }

    [Theory]
    [InlineData("node.listen", "10.0.0.5:70000")]
    [InlineData("node.advertise", "no host")]
    public void A_wrong_address_names_its_setting(string setting, string text)
    {
        using var given = new Given().Flag("node.listen", "10.0.0.5").Flag(setting, text);

        Assert.Contains(setting["node.".Length..], Assert.Throws<RefusedException>(() => given.Read()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_advertised_name_of_a_node_that_does_not_listen_is_refused()
    {
        using var given = new Given().Flag("node.advertise", "db1.example.com");

        Assert.Contains("listen", Assert.Throws<RefusedException>(() => given.Read()).Message, StringComparison.Ordinal);
    }
}
