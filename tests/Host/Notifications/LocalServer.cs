using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Threading.Channels;

namespace ActorMigrate.Host.Tests.Notifications;

/// <summary>A server on loopback, at a port that the system chose, that speaks with each client by a function of the test.</summary>
internal sealed class LocalServer : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Channel<Request> _received = Channel.CreateUnbounded<Request>();
    private readonly CancellationTokenSource _ended = new();
    private readonly Task _accepting;

    private LocalServer(Func<Stream, CancellationToken, Task<Request?>> speak)
    {
        _listener.Start();
        _accepting = AcceptAsync(speak);
    }

    /// <summary>A request, or a mail: what stood above its body, and the body.</summary>
    public sealed record Request(string Head, string Body);

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public string Url => $"http://127.0.0.1:{Port}/hook/t0ken?key=t0ken";

    /// <summary>The number of requests that came and were not taken yet.</summary>
    public int Waiting => _received.Reader.Count;

    /// <summary>Answers every request of HTTP with this status.</summary>
    public static LocalServer Http(string status = "204 No Content", string headers = "") => new(async (stream, stop) =>
    {
        using var reader = new StreamReader(stream, Encoding.Latin1, leaveOpen: true);
        var head = new StringBuilder();
        while (await reader.ReadLineAsync(stop) is { Length: > 0 } line)
            head.Append(line).Append('\n');
        var length = head.ToString().Split('\n').Where(line => line.StartsWith("Content-Length: ", StringComparison.OrdinalIgnoreCase))
            .Select(line => int.Parse(line.Split(' ')[1], null)).Single();
        var body = new char[length];
        await reader.ReadBlockAsync(body, stop);
        await stream.WriteAsync(
            Encoding.ASCII.GetBytes($"HTTP/1.1 {status}\r\n{headers}Content-Length: 0\r\nConnection: close\r\n\r\n"), stop);
        return new Request(head.ToString(), Encoding.UTF8.GetString(Encoding.Latin1.GetBytes(body)));
    });

    /// <summary>Takes connections and never answers.</summary>
    public static LocalServer Silent() => new(async (_, stop) =>
    {
        await Task.Delay(Timeout.Infinite, stop);
        return null;
    });

    /// <summary>Answers by HTTPS with a certificate that nobody knows; what is received came through a handshake.</summary>
    public static LocalServer Untrusted() => new(async (stream, stop) =>
    {
        using var key = RSA.Create(2048);
        using var made = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            .CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        using var certificate = X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pfx), null);
        await using var tls = new SslStream(stream);
        await tls.AuthenticateAsServerAsync(certificate);
        var buffer = new byte[1];
        return await tls.ReadAsync(buffer, stop) == 0 ? null : new Request("", "something");
    });

    /// <summary>Speaks SMTP as far as one mail needs it.</summary>
    public static LocalServer Smtp(string offers = "") => new(async (stream, stop) =>
    {
        using var reader = new StreamReader(stream, Encoding.Latin1, leaveOpen: true);
        await using var writer = new StreamWriter(stream, Encoding.ASCII, leaveOpen: true) { NewLine = "\r\n", AutoFlush = true };
        await writer.WriteLineAsync("220 here");
        var (head, body) = (new StringBuilder(), (string?)null);
        while (await reader.ReadLineAsync(stop) is { } line)
        {
            head.Append(line).Append('\n');
            if (line.StartsWith("EHLO", StringComparison.Ordinal))
                await writer.WriteAsync(offers.Length == 0 ? "250 here\r\n" : $"250-here\r\n250 {offers}\r\n");
            else if (line.StartsWith("AUTH", StringComparison.Ordinal))
                await writer.WriteLineAsync(line.Contains("AGIAczNjcmV0", StringComparison.Ordinal) ? "235 yes" : $"535 no, {line}");
            else if (line == "DATA")
                body = await TakeAsync(reader, writer, stop);
            else
                await writer.WriteLineAsync(line == "QUIT" ? "221 bye" : "250 yes");
            if (line == "QUIT")
                break;
        }

        return body is null ? null : new Request(head.ToString(), body);
    });

    private static async Task<string> TakeAsync(StreamReader reader, StreamWriter writer, CancellationToken stop)
    {
        await writer.WriteLineAsync("354 go on");
        var body = new StringBuilder();
        while (await reader.ReadLineAsync(stop) is { } line && line != ".")
            body.Append(line).Append('\n');
        await writer.WriteLineAsync("250 taken");
        return body.ToString();
    }

    /// <summary>The next request; fails when none comes.</summary>
    public async Task<Request> TakeAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        return await _received.Reader.ReadAsync(patience.Token);
    }

    private async Task AcceptAsync(Func<Stream, CancellationToken, Task<Request?>> speak)
    {
        while (!_ended.IsCancellationRequested)
        {
            try
            {
                using var client = await _listener.AcceptTcpClientAsync(_ended.Token);
                await using var stream = client.GetStream();
                if (await speak(stream, _ended.Token) is { } request)
                    await _received.Writer.WriteAsync(request);
            }
            catch (Exception gone) when (gone is IOException or OperationCanceledException or SocketException
                or System.Security.Authentication.AuthenticationException)
            {
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync();
        await _accepting;
        _listener.Dispose();
        _ended.Dispose();
    }
}
