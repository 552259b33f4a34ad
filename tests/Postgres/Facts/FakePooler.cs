using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace ActorMigrate.Postgres.Tests.Facts;

/// <summary>A pooler of the kind of PgBouncer, as far as a probe can tell: clients log in to it; backends are lent, last one back first
/// out, for a transaction or for a connection. The server must let it in without a password.</summary>
internal sealed class FakePooler : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Stack<Backend> _idle = new();
    private readonly List<Backend> _all = [];
    private readonly List<Task> _clients = [];
    private readonly int _serverPort;
    private readonly bool _perTransaction;
    private readonly string _user;
    private readonly string _database;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _accepting;
    private int _refused;

    public FakePooler(int serverPort, string user, string database, bool perTransaction)
    {
        (_serverPort, _user, _database, _perTransaction) = (serverPort, user, database, perTransaction);
        _listener.Start();
        _accepting = AcceptAsync();
    }

    /// <summary>Whether it turns clients away that send <c>options</c>, as PgBouncer does.</summary>
    public bool RefusesOptions { get; init; }

    /// <summary>The number of clients that it turned away.</summary>
    public int Refused => _refused;

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting;
        await Task.WhenAll(_clients);
        foreach (var backend in _all)
            await backend.Stream.DisposeAsync();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
                _clients.Add(ServeAsync(await _listener.AcceptTcpClientAsync()));
        }
        catch (Exception e) when (e is SocketException or InvalidOperationException)
        {
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        Backend? backend = null;
        using (client)
        {
            var stream = client.GetStream();
            try
            {
                var startup = await ReadStartupAsync(stream, _stop.Token);
                if (RefusesOptions && startup.Contains("\0options\0", StringComparison.Ordinal))
                {
                    Interlocked.Increment(ref _refused);
                    await stream.WriteAsync(Refusal("unsupported startup parameter: options"), _stop.Token);
                    return;
                }

                backend = await TakeAsync();
                await stream.WriteAsync(backend.Greeting);
                if (_perTransaction)
                    Return(ref backend);
                while (true)
                {
                    var message = await ReadMessageAsync(stream, _stop.Token);
                    if (message[0] == 'X')
                        break;
                    backend ??= await TakeAsync();
                    await backend.Stream.WriteAsync(message);
                    if (message[0] is not ((byte)'S' or (byte)'Q'))
                        continue;
                    var idle = await ForwardAnswerAsync(backend, stream, _stop.Token);
                    if (idle && _perTransaction)
                        Return(ref backend);
                }
            }
            catch (Exception e) when (e is IOException or SocketException or OperationCanceledException)
            {
            }
        }
    }

    private async Task<Backend> TakeAsync()
    {
        lock (_idle)
        {
            if (_idle.TryPop(out var idle))
                return idle;
        }

        var backend = await Backend.ConnectAsync(_serverPort, _user, _database, _stop.Token);
        lock (_idle)
            _all.Add(backend);
        return backend;
    }

    private void Return(ref Backend? backend)
    {
        lock (_idle)
            _idle.Push(backend!);
        backend = null;
    }

    private static async Task<bool> ForwardAnswerAsync(Backend backend, NetworkStream client, CancellationToken stop)
    {
        while (true)
        {
            var message = await ReadMessageAsync(backend.Stream, stop);
            await client.WriteAsync(message);
            if (message[0] == 'Z')
                return message[5] == 'I';
        }
    }

    private static async Task<string> ReadStartupAsync(NetworkStream stream, CancellationToken stop)
    {
        var length = new byte[4];
        await stream.ReadExactlyAsync(length, stop);
        var startup = new byte[BinaryPrimitives.ReadInt32BigEndian(length) - 4];
        await stream.ReadExactlyAsync(startup, stop);
        return Encoding.UTF8.GetString(startup);
    }

    private static byte[] Refusal(string message)
    {
        var fields = Encoding.UTF8.GetBytes($"SFATAL\0C08P01\0M{message}\0\0");
        var refusal = new byte[5 + fields.Length];
        refusal[0] = (byte)'E';
        BinaryPrimitives.WriteInt32BigEndian(refusal.AsSpan(1), refusal.Length - 1);
        fields.CopyTo(refusal, 5);
        return refusal;
    }

    private static async Task<byte[]> ReadMessageAsync(Stream stream, CancellationToken stop)
    {
        var head = new byte[5];
        await stream.ReadExactlyAsync(head, stop);
        var message = new byte[BinaryPrimitives.ReadInt32BigEndian(head.AsSpan(1)) + 1];
        head.CopyTo(message, 0);
        await stream.ReadExactlyAsync(message.AsMemory(5), stop);
        return message;
    }

    /// <summary>A connection to the server, and what a client is greeted with: all that the server said, with another cancel key.</summary>
    private sealed record Backend(NetworkStream Stream, byte[] Greeting)
    {
        public static async Task<Backend> ConnectAsync(int port, string user, string database, CancellationToken stop)
        {
            var client = new TcpClient();
            await client.ConnectAsync(IPAddress.Loopback, port, stop);
            var stream = client.GetStream();
            var parameters = Encoding.UTF8.GetBytes($"user\0{user}\0database\0{database}\0client_encoding\0UTF8\0\0");
            var startup = new byte[8 + parameters.Length];
            BinaryPrimitives.WriteInt32BigEndian(startup, startup.Length);
            BinaryPrimitives.WriteInt32BigEndian(startup.AsSpan(4), 3 << 16);
            parameters.CopyTo(startup, 8);
            await stream.WriteAsync(startup);
            var greeting = new MemoryStream();
            byte[] message;
            do
            {
                message = await ReadMessageAsync(stream, stop);
                if (message[0] == 'K')
                    Random.Shared.NextBytes(message.AsSpan(6));
                greeting.Write(message);
            }
            while (message[0] != 'Z');
            return new Backend(stream, greeting.ToArray());
        }
    }
}
