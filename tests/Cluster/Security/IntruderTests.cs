using System.Buffers.Binary;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using ActorMigrate.Cluster.Membership;
using ActorMigrate.Cluster.Security;
using ActorMigrate.Migration;

namespace ActorMigrate.Cluster.Tests.Security;

/// <summary>A node goes on working whatever comes to its port from those who are no nodes.</summary>
public sealed class IntruderTests : IAsyncLifetime
{
    private const int FrameLimit = 256_000;
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    // A node says nothing to one whom it lets in, so that is only known after a while.
    private static readonly TimeSpan Moment = TimeSpan.FromSeconds(2);

    private ClusterLedger ledger = null!;
    private TestNode node = null!;

    public async Task InitializeAsync()
    {
        ledger = await ClusterLedger.CreateAsync();
        node = await ledger.StartNodeAsync("node");
        await EnterAsync(node);
    }

    public async Task DisposeAsync()
    {
        await node.DisposeAsync();
        await ledger.DisposeAsync();
    }

    [Fact]
    public async Task A_certificate_that_stands_in_no_row_is_turned_away()
    {
        using var impostor = NodeCertificate.Create(TimeProvider.System);

        Assert.True(await IsTurnedAwayAsync(impostor));
        await AssertWorksAsync();
    }

    [Fact]
    public async Task A_certificate_whose_row_has_ended_is_turned_away()
    {
        using var former = NodeCertificate.Create(TimeProvider.System);
        var id = new NodeId(Guid.NewGuid());
        await ledger.RegisterAsync(id, "former", new("akka.ssl.tcp://actormigrate@127.0.0.1:1", 1, NodeCertificate.FingerprintOf(former)));
        Assert.False(await IsTurnedAwayAsync(former, within: Moment));

        await ledger.Nodes.LeaveAsync(id, default);
        // The fingerprints of a moment ago may still hold.
        using var deadline = new CancellationTokenSource(Patience);
        while (!await IsTurnedAwayAsync(former, within: Moment))
            deadline.Token.ThrowIfCancellationRequested();

        await AssertWorksAsync();
    }

    [Fact]
    public async Task A_client_without_a_certificate_is_turned_away()
    {
        Assert.True(await IsTurnedAwayAsync(null));
        await AssertWorksAsync();
    }

    [Fact]
    public async Task An_actor_system_of_an_impostor_does_not_become_a_member()
    {
        await using var impostor = await TestNode.StartAsync(_ => Task.FromResult<IReadOnlyCollection<string>>([node.Fingerprint]));
        using var stop = new CancellationTokenSource(TimeSpan.FromSeconds(8));

        // Its own system ends when the handshake fails on its side; where that was over before it
        // was turned away, it tries until it is stopped.
        var joining = impostor.Cluster.JoinSeedNodesAsync([node.Address], stop.Token);
        await Task.WhenAny(joining, impostor.System.WhenTerminated);
        await stop.CancelAsync();
        await joining.ConfigureAwait(ConfigureAwaitOptions.ContinueOnCapturedContext | ConfigureAwaitOptions.SuppressThrowing);

        Assert.Single(node.Cluster.State.Members);
        await AssertWorksAsync();
    }

    [Fact]
    public async Task Garbage_before_any_handshake_does_no_harm()
    {
        var random = new Random(23);
        for (var i = 0; i < 300; i++)
            await SendPlainAsync(Garbage(random));

        await AssertWorksAsync();
    }

    [Fact]
    public async Task Half_a_handshake_does_no_harm()
    {
        var random = new Random(24);
        var hello = Convert.FromHexString("16030100a5010000a10303").Concat(Garbage(random)).ToArray();
        for (var i = 1; i < Math.Min(hello.Length, 60); i++)
            await SendPlainAsync(hello[..i]);

        await AssertWorksAsync();
    }

    [Fact]
    public async Task Garbage_of_an_impostor_behind_a_handshake_does_no_harm()
    {
        using var impostor = NodeCertificate.Create(TimeProvider.System);
        var random = new Random(25);
        for (var i = 0; i < 30; i++)
            await IsTurnedAwayAsync(impostor, Garbage(random));

        await AssertWorksAsync();
    }

    [Fact]
    public async Task Frames_of_garbage_from_a_member_do_no_harm()
    {
        var random = new Random(26);
        using var member = await MemberAsync();
        for (var i = 0; i < 60; i++)
        {
            var garbage = Garbage(random);
            await SendAsync(member, [.. Frame(garbage.Length), .. garbage]);
        }

        await AssertWorksAsync();
    }

    [Theory]
    [InlineData(FrameLimit + 1)]
    [InlineData(int.MaxValue)]
    [InlineData(-1)]
    public async Task A_frame_that_is_larger_than_any_message_does_no_harm(int length)
    {
        using var member = await MemberAsync();

        await SendAsync(member, [.. Frame(length), .. new byte[FrameLimit + 1000]]);

        await AssertWorksAsync();
    }

    /// <summary>The node still takes another one in, and both see each other.</summary>
    private async Task AssertWorksAsync()
    {
        await using var friend = await ledger.StartNodeAsync("friend");
        await EnterAsync(friend);
        await friend.SeesAsync(2);
        await node.SeesAsync(2);
        Assert.False(node.System.WhenTerminated.IsCompleted);
    }

    private Task EnterAsync(TestNode entering) =>
        new ClusterEntry(entering.System, ledger.Nodes, entering.Id, TimeProvider.System).EnterAsync(Lease, default).WaitAsync(Patience);

    private async Task<X509Certificate2> MemberAsync()
    {
        var certificate = NodeCertificate.Create(TimeProvider.System);
        await ledger.RegisterAsync(
            new NodeId(Guid.NewGuid()), "member",
            new("akka.ssl.tcp://actormigrate@127.0.0.1:1", 1, NodeCertificate.FingerprintOf(certificate)));
        return certificate;
    }

    private static byte[] Frame(int length)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, length);
        return bytes;
    }

    private static byte[] Garbage(Random random)
    {
        var bytes = new byte[random.Next(1, 4000)];
        random.NextBytes(bytes);
        return bytes;
    }

    private async Task<TcpClient> ConnectAsync()
    {
        var client = new TcpClient();
        using var deadline = new CancellationTokenSource(Patience);
        await client.ConnectAsync(node.Address.Host, node.Address.Port!.Value, deadline.Token);
        return client;
    }

    private async Task SendPlainAsync(byte[] bytes)
    {
        using var client = await ConnectAsync();
        try
        {
            await client.GetStream().WriteAsync(bytes);
        }
        catch (IOException)
        {
            // The node has hung up already.
        }
    }

    private async Task SendAsync(X509Certificate2 certificate, byte[] bytes)
    {
        using var client = await ConnectAsync();
        await using var tls = await GreetAsync(client, certificate);
        try
        {
            await tls.WriteAsync(bytes);
        }
        catch (IOException)
        {
            // The node has hung up already.
        }
    }

    /// <summary>Whether the node ends a connection with this certificate. One that it accepts stays open and silent, so it is asked to end
    /// by a frame that is too large.</summary>
    private async Task<bool> IsTurnedAwayAsync(X509Certificate2? certificate, byte[]? garbage = null, TimeSpan? within = null)
    {
        using var client = await ConnectAsync();
        try
        {
            await using var tls = await GreetAsync(client, certificate);
            if (garbage is not null)
                await tls.WriteAsync(garbage);
            using var deadline = new CancellationTokenSource(within ?? Patience);
            return await tls.ReadAsync(new byte[1], deadline.Token) == 0;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
        catch (Exception refused) when (refused is IOException or AuthenticationException or SocketException)
        {
            return true;
        }
    }

    private async Task<SslStream> GreetAsync(TcpClient client, X509Certificate2? certificate)
    {
        var tls = new SslStream(client.GetStream());
        using var deadline = new CancellationTokenSource(Patience);
        await tls.AuthenticateAsClientAsync(
            new SslClientAuthenticationOptions
            {
                TargetHost = "node",
                RemoteCertificateValidationCallback = (_, shown, _, _) =>
                    shown?.GetCertHashString(HashAlgorithmName.SHA256) == node.Fingerprint,
                ClientCertificates = certificate is null ? [] : [certificate],
                LocalCertificateSelectionCallback = (_, _, _, _, _) => certificate!,
            },
            deadline.Token);
        return tls;
    }
}
