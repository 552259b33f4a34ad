using System.Net;
using System.Net.Sockets;
using ActorMigrate.TestServers;

namespace ActorMigrate.Faults.Tests.Proxy;

/// <summary>The proxy does what the fault suite takes it to do.</summary>
public sealed class FaultProxyTests : IAsyncDisposable
{
    private static readonly byte[] Hundred = [.. Enumerable.Range(0, 100).Select(i => (byte)i)];

    private readonly Socket listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly FaultProxy proxy;

    public FaultProxyTests()
    {
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        proxy = FaultProxy.Before(((IPEndPoint)listener.LocalEndPoint!).Port);
    }

    [Fact]
    public async Task Bytes_pass_both_ways_and_an_end_in_good_order_is_handed_on()
    {
        using var ends = await ConnectAsync();
        await ends.Client.SendAsync(Hundred);
        Assert.Equal(Hundred, await ReadAsync(ends.Server, 100));
        await ends.Server.SendAsync(Hundred);
        Assert.Equal(Hundred, await ReadAsync(ends.Client, 100));
        Assert.Equal((100L, 100L, 1), (proxy.ToServer.Passed, proxy.ToClient.Passed, proxy.Connections));

        ends.Client.Shutdown(SocketShutdown.Send);

        Assert.Equal(0, await ends.Server.ReceiveAsync(new byte[1]));
        await ends.Server.SendAsync(Hundred);
        Assert.Equal(Hundred, await ReadAsync(ends.Client, 100));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Connections_are_ended_on_command(bool byReset)
    {
        using var ends = await ConnectAsync();

        proxy.EndAll(byReset);

        foreach (var end in new[] { ends.Client, ends.Server })
            await ShouldEndAsync(end, byReset);
        using var next = await ConnectAsync();
        await next.Client.SendAsync(Hundred);
        Assert.Equal(Hundred, await ReadAsync(next.Server, 100));
    }

    [Fact]
    public async Task A_reset_by_one_end_reaches_the_other_that_says_nothing()
    {
        using var ends = await ConnectAsync();

        ends.Client.LingerState = new LingerOption(true, 0);
        ends.Client.Close();

        await ShouldEndAsync(ends.Server, byReset: true);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task One_connection_is_ended_after_so_many_bytes_of_one_way(bool byReset)
    {
        using var other = await ConnectAsync();
        using var ends = await ConnectAsync();
        proxy.ToClient.Fault = new ProxyFault.EndAfter(40, byReset);
        await ends.Client.SendAsync(Hundred);
        Assert.Equal(Hundred, await ReadAsync(ends.Server, 100));

        await ends.Server.SendAsync(Hundred);

        await ShouldEndAsync(ends.Server, byReset);
        Assert.Equal(40, proxy.ToClient.Passed);
        Assert.IsType<ProxyFault.Pass>(proxy.ToClient.Fault);
        await other.Server.SendAsync(Hundred);
        Assert.Equal(Hundred, await ReadAsync(other.Client, 100));
    }

    [Fact]
    public async Task Bytes_that_fall_into_a_black_hole_arrive_when_the_network_heals()
    {
        using var ends = await ConnectAsync();
        proxy.ToServer.Fault = new ProxyFault.BlackHole();
        await ends.Client.SendAsync(Hundred);
        ends.Client.Shutdown(SocketShutdown.Send);
        var arriving = ReadAsync(ends.Server, 100);
        // The other way is open; what takes it shows that this one had its time.
        await ends.Server.SendAsync(Hundred);
        Assert.Equal(Hundred, await ReadAsync(ends.Client, 100));
        Assert.Equal((false, 0L), (arriving.IsCompleted, proxy.ToServer.Passed));

        proxy.Heal();

        Assert.Equal(Hundred, await arriving);
        Assert.Equal(0, await ends.Server.ReceiveAsync(new byte[1]));
    }

    [Fact]
    public async Task A_black_hole_takes_new_connections_in_and_tells_the_server_nothing()
    {
        proxy.ToServer.Fault = new ProxyFault.BlackHole();
        using var client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await client.ConnectAsync(IPAddress.Loopback, proxy.Port);
        var accepting = listener.AcceptAsync();
        await Eventually.TrueAsync(() => Task.FromResult(proxy.Connections == 1), "the connection is not taken in");
        Assert.False(accepting.IsCompleted);

        proxy.Heal();

        using var server = await accepting;
        await client.SendAsync(Hundred);
        Assert.Equal(Hundred, await ReadAsync(server, 100));
    }

    [Fact]
    public async Task A_slow_way_loses_nothing()
    {
        using var ends = await ConnectAsync();
        proxy.ToServer.Fault = new ProxyFault.Crawl(500);
        await ends.Client.SendAsync(Hundred);
        // In pieces of 50.
        Assert.Equal(50, await ends.Server.ReceiveAsync(new byte[100]));
        proxy.ToServer.Fault = new ProxyFault.Delay(TimeSpan.FromMilliseconds(1));
        Assert.Equal(Hundred[50..], await ReadAsync(ends.Server, 50));
    }

    public async ValueTask DisposeAsync()
    {
        await proxy.DisposeAsync();
        listener.Dispose();
    }

    private async Task<Ends> ConnectAsync()
    {
        var client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await client.ConnectAsync(IPAddress.Loopback, proxy.Port);
        return new Ends(client, await listener.AcceptAsync());
    }

    private static async Task<byte[]> ReadAsync(Socket socket, int count)
    {
        var bytes = new byte[count];
        for (var length = 0; length < count;)
        {
            var read = await socket.ReceiveAsync(bytes.AsMemory(length)).AsTask().WaitAsync(Patience.ForASign);
            Assert.NotEqual(0, read);
            length += read;
        }

        return bytes;
    }

    private static async Task ShouldEndAsync(Socket socket, bool byReset)
    {
        var reading = socket.ReceiveAsync(new byte[1]).WaitAsync(Patience.ForASign);
        if (byReset)
            Assert.Equal(SocketError.ConnectionReset, (await Assert.ThrowsAsync<SocketException>(() => reading)).SocketErrorCode);
        else
            Assert.Equal(0, await reading);
    }

    private sealed record Ends(Socket Client, Socket Server) : IDisposable
    {
        public void Dispose()
        {
            Client.Dispose();
            Server.Dispose();
        }
    }
}
