using System.Net.Http.Headers;

namespace ActorMigrate.Host.Notifications;

/// <summary>Posts JSON to an address. Certificates are verified, redirects are not followed: they would hand the payload, or a token in the
/// address, to a server that nobody named.</summary>
internal abstract class HttpChannel(Uri address) : INotificationChannel, IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly HttpClient _client = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false, UseCookies = false, MaxResponseHeadersLength = 64,
    });

    public abstract string Name { get; }

    public abstract string Remedy { get; }

    /// <summary>The host and port of the address, without its path.</summary>
    protected string Host => address.Authority;

    /// <summary>Returns the payload, and what stands above it.</summary>
    protected abstract (byte[] Body, IReadOnlyList<(string Name, string Value)> Headers) Payload(Notification notification);

    /// <summary>Sends the notification; a server that is busy or not reached is tried once more.</summary>
    public async Task SendAsync(Notification notification, CancellationToken cancellationToken)
    {
        var (body, headers) = Payload(notification);
        try
        {
            if (await PostAsync(body, headers, cancellationToken) is var status && (int)status is not (>= 500 or 429))
            {
                Judge((int)status);
                return;
            }
        }
        catch (HttpRequestException)
        {
        }

        await Task.Delay(Pause, cancellationToken);
        Judge((int)await PostAsync(body, headers, cancellationToken));
    }

    public void Dispose() => _client.Dispose();

    private async Task<System.Net.HttpStatusCode> PostAsync(
        byte[] body, IReadOnlyList<(string Name, string Value)> headers, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json", "utf-8");
        request.Headers.UserAgent.Add(new ProductInfoHeaderValue("ActorMigrate", null));
        foreach (var (name, value) in headers)
            request.Headers.Add(name, value);
        using var response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        return response.StatusCode;
    }

    private static void Judge(int status)
    {
        if (status is >= 300 and < 400)
            throw new NotificationException($"the server answered {status}, a redirect, which is not followed");
        if (status is < 200 or >= 300)
            throw new NotificationException($"the server answered {status}");
    }
}
