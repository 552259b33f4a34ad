using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;

namespace ActorMigrate.Bench;

/// <summary>A server at a distance: a port whose bytes arrive half a round trip later, in each
/// direction, with no limit to their number.</summary>
internal sealed class Latency : IDisposable
{
    private readonly CancellationTokenSource _end = new();
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly TimeSpan _delay;
    private readonly int _port;

    private Latency(TimeSpan roundTrip, int port) => (_delay, _port) = (roundTrip / 2, port);

    /// <summary>Begins to listen, unless the distance is nothing.</summary>
    public static Latency Start(TimeSpan roundTrip, int port)
    {
        var latency = new Latency(roundTrip, port);
        if (roundTrip > TimeSpan.Zero)
        {
            latency._listener.Start();
            _ = latency.AcceptAsync();
        }

        return latency;
    }

    /// <summary>The URI by which the server is reached through this.</summary>
    public string Reach(string uri, int port) => _delay == TimeSpan.Zero
        ? uri
        : uri.Replace($":{port.ToString(CultureInfo.InvariantCulture)}/",
            $":{((IPEndPoint)_listener.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture)}/", StringComparison.Ordinal);

    public void Dispose()
    {
        _end.Cancel();
        _listener.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
                _ = CarryAsync(await _listener.AcceptTcpClientAsync(_end.Token));
        }
        catch (Exception ended) when (ended is OperationCanceledException or SocketException or ObjectDisposedException)
        {
        }
    }

    private async Task CarryAsync(TcpClient near)
    {
        using var far = new TcpClient();
        try
        {
            await far.ConnectAsync(IPAddress.Loopback, _port, _end.Token);
            near.NoDelay = far.NoDelay = true;
            await Task.WhenAll(CarryAsync(near, far), CarryAsync(far, near));
        }
        catch (Exception ended) when (ended is OperationCanceledException or SocketException or IOException)
        {
        }
        finally
        {
            near.Dispose();
        }
    }

    private async Task CarryAsync(TcpClient from, TcpClient to)
    {
        var way = Channel.CreateBounded<(DateTime Due, byte[] Bytes)>(1024);
        var reading = ReadAsync(from.GetStream(), way.Writer);
        await foreach (var (due, bytes) in way.Reader.ReadAllAsync(_end.Token))
        {
            var left = due - DateTime.UtcNow;
            if (left > TimeSpan.Zero)
                await Task.Delay(left, _end.Token);
            await to.GetStream().WriteAsync(bytes, _end.Token);
        }

        to.Client.Shutdown(SocketShutdown.Send);
        await reading;
    }

    private async Task ReadAsync(NetworkStream from, ChannelWriter<(DateTime Due, byte[] Bytes)> way)
    {
        var buffer = new byte[64 * 1024];
        try
        {
            while (await from.ReadAsync(buffer, _end.Token) is > 0 and var read)
                await way.WriteAsync((DateTime.UtcNow + _delay, buffer[..read]), _end.Token);
        }
        catch (IOException)
        {
        }
        finally
        {
            way.Complete();
        }
    }
}
