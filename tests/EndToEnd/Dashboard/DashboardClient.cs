using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace ActorMigrate.EndToEnd.Tests.Dashboard;

/// <summary>A client of a dashboard.</summary>
internal sealed class DashboardClient(Uri url) : IDisposable
{
    private readonly HttpClient _client = new(new SocketsHttpHandler { UseCookies = false })
        { BaseAddress = new Uri(url.GetLeftPart(UriPartial.Authority)), Timeout = Patience.ForARun };
    private readonly string? _token = url.Query.Length > 0 ? url.Query["?token=".Length..] : null;

    public async Task<(HttpStatusCode Status, string Text)> GetAsync(string path)
    {
        using var request = Request(HttpMethod.Get, path);
        using var response = await _client.SendAsync(request);
        return (response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    public async Task<(HttpStatusCode Status, string Text)> PostAsync(string verb, bool withHeader = true)
    {
        using var request = Request(HttpMethod.Post, "/api/directives");
        request.Content = JsonContent.Create(new { verb });
        if (withHeader)
            request.Headers.Add("X-ActorMigrate-Control", "1");
        using var response = await _client.SendAsync(request);
        return (response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    /// <summary>Follows the events until <paramref name="isLast"/> says so of one, or the stream ends; answers with all of them.</summary>
    public async Task<IReadOnlyList<(string Name, JsonElement Data)>> FollowAsync(Func<string, JsonElement, bool> isLast)
    {
        using var deadline = new CancellationTokenSource(Patience.ForARun);
        using var request = Request(HttpMethod.Get, "/api/events");
        using var response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, deadline.Token);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(deadline.Token));
        var events = new List<(string, JsonElement)>();
        var name = "";
        while (await reader.ReadLineAsync(deadline.Token) is { } line)
        {
            if (line.StartsWith("event: ", StringComparison.Ordinal))
                name = line["event: ".Length..];
            if (!line.StartsWith("data: ", StringComparison.Ordinal))
                continue;
            var data = JsonDocument.Parse(line["data: ".Length..]).RootElement;
            events.Add((name, data));
            if (isLast(name, data))
                break;
        }

        return events;
    }

    public void Dispose() => _client.Dispose();

    private HttpRequestMessage Request(HttpMethod method, string path)
    {
        var request = new HttpRequestMessage(method, path);
        if (_token is not null)
            request.Headers.Authorization = new("Bearer", _token);
        return request;
    }
}
