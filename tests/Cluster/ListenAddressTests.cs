using System.Net;

namespace ActorMigrate.Cluster.Tests;

public sealed class ListenAddressTests
{
    [Fact]
    public void A_node_that_names_nothing_listens_for_its_own_machine_at_a_free_port()
    {
        Assert.True(IPAddress.IsLoopback(IPAddress.Parse(ListenAddress.Loopback.Host)));
        Assert.Null(ListenAddress.Loopback.AdvertisedHost);
        Assert.Equal(0, ListenAddress.Loopback.Port);
    }
}
