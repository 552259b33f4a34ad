using System.Net;
using System.Net.Sockets;

namespace ActorMigrate.Faults.Tests.Proxy;

/// <summary>One connection through a proxy.</summary>
internal sealed class ProxiedConnection(Socket client, FaultProxy proxy)
{
    private const int PieceBytes = 1 << 15;
    private static readonly TimeSpan CrawlStep = TimeSpan.FromMilliseconds(100);

    private readonly Socket upstream = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly CancellationTokenSource ended = new();
    private bool isEnded;

    /// <summary>Carries bytes both ways until both have ended, or it is ended.</summary>
    public async Task RunAsync(IPEndPoint server, CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ended.Token, cancellationToken);
        await OrderlyAsync(ConnectAsync(server, either.Token));
        await Task.WhenAll(
            OrderlyAsync(FlowAsync(client, upstream, proxy.ToServer, either.Token)),
            OrderlyAsync(FlowAsync(upstream, client, proxy.ToClient, either.Token)));
        client.Dispose();
        upstream.Dispose();
    }

    private async Task ConnectAsync(IPEndPoint server, CancellationToken cancellationToken)
    {
        await OutOfBlackHoleAsync(proxy.ToServer, cancellationToken);
        await upstream.ConnectAsync(server, cancellationToken);
    }

    /// <summary>Where one end is gone without order, the other one learns it at once, and in the same way.</summary>
    private async Task OrderlyAsync(Task work)
    {
        try
        {
            await work;
        }
        catch (Exception broken) when (broken is SocketException or OperationCanceledException or ObjectDisposedException)
        {
            End(byReset: true);
        }
    }

    /// <summary>Ends it on both sides; the first way of ending it is the one.</summary>
    public void End(bool byReset)
    {
        if (Interlocked.Exchange(ref isEnded, true))
            return;
        foreach (var socket in new[] { client, upstream })
        {
            try
            {
                if (byReset)
                    Reset(socket);
                else
                    socket.Shutdown(SocketShutdown.Both);
            }
            catch (Exception over) when (over is SocketException or ObjectDisposedException)
            {
            }
        }

        ended.Cancel();
    }

    private static void Reset(Socket socket)
    {
        socket.LingerState = new LingerOption(true, 0);
        socket.Close();
    }

    private async Task FlowAsync(Socket from, Socket to, ProxyRule rule, CancellationToken cancellationToken)
    {
        var piece = new byte[PieceBytes];
        while (await from.ReceiveAsync(piece, cancellationToken) is var length && length > 0)
        {
            for (var sent = 0; sent < length;)
                sent += await HandOnAsync(to, piece.AsMemory(sent, length - sent), rule, cancellationToken);
        }

        await OutOfBlackHoleAsync(rule, cancellationToken);
        to.Shutdown(SocketShutdown.Send);
    }

    private async Task<int> HandOnAsync(Socket to, ReadOnlyMemory<byte> bytes, ProxyRule rule, CancellationToken cancellationToken)
    {
        await OutOfBlackHoleAsync(rule, cancellationToken);
        var count = bytes.Length;
        switch (rule.Fault)
        {
            case ProxyFault.Delay delay:
                await Task.Delay(delay.Late, cancellationToken);
                break;
            case ProxyFault.Crawl crawl:
                count = Math.Min(count, Math.Max(1, (int)(crawl.BytesPerSecond * CrawlStep.TotalSeconds)));
                await Task.Delay(CrawlStep, cancellationToken);
                break;
            case ProxyFault.EndAfter end:
                count = rule.Take(end, count, out var ends);
                await SendAsync(to, bytes[..count], rule, cancellationToken);
                if (!ends)
                    return count;
                End(end.ByReset);
                throw new OperationCanceledException();
        }

        await SendAsync(to, bytes[..count], rule, cancellationToken);
        return count;
    }

    private static async Task SendAsync(Socket to, ReadOnlyMemory<byte> bytes, ProxyRule rule, CancellationToken cancellationToken)
    {
        while (bytes.Length > 0)
        {
            var sent = await to.SendAsync(bytes, cancellationToken);
            rule.Count(sent);
            bytes = bytes[sent..];
        }
    }

    /// <summary>Waits as long as the way is a black hole.</summary>
    private static async Task OutOfBlackHoleAsync(ProxyRule rule, CancellationToken cancellationToken)
    {
        while (rule.Look() is { Fault: ProxyFault.BlackHole } hole)
            await hole.Changed.WaitAsync(cancellationToken);
    }
}
