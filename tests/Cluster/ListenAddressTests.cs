namespace ActorMigrate.Cluster.Tests;

public sealed class ListenAddressTests
{
    [Theory]
    [InlineData("127.0.0.1", null, true)]
    [InlineData("127.9.9.9", null, true)]
    [InlineData("::1", null, true)]
    [InlineData("[::1]", null, true)]
    [InlineData("LOCALHOST", null, true)]
    [InlineData("10.0.0.5", null, false)]
    [InlineData("fd00::5", null, false)]
    [InlineData("0.0.0.0", null, false)]
    [InlineData("db1.example.com", null, false)]
    [InlineData("127.0.0.1", "db1.example.com", false)]
    [InlineData("10.0.0.5", "localhost", true)]
    public void Only_an_address_of_this_machine_alone_is_loopback_and_the_advertised_one_counts(
        string host, string? advertised, bool isLoopback) =>
        Assert.Equal(isLoopback, new ListenAddress(host, 0) { AdvertisedHost = advertised }.IsLoopback);

    [Fact]
    public void A_node_that_names_nothing_listens_for_its_own_machine_at_a_free_port()
    {
        Assert.True(ListenAddress.Loopback.IsLoopback);
        Assert.Equal(0, ListenAddress.Loopback.Port);
    }
}
