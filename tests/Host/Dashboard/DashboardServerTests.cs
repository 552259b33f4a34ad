using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using ActorMigrate.Host.Dashboard;
using ActorMigrate.Host.Settings;
using ActorMigrate.Migration;
using ActorMigrate.Migration.Directing;
using ActorMigrate.Migration.Failures;

namespace ActorMigrate.Host.Tests.Dashboard;

public sealed class DashboardServerTests : IDisposable
{
    private readonly FakeWatch _watch = new() { Tables = FakeWatch.Many(5) };
    private readonly HttpClient _client = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false });

    public void Dispose() => _client.Dispose();

    [Fact]
    public async Task On_loopback_the_page_is_open_and_guarded_by_its_headers()
    {
        await using var server = await StartAsync(new DashboardOptions());

        using var page = await _client.GetAsync(new Uri(server.Url));

        Assert.Equal((HttpStatusCode.OK, "text/html"), (page.StatusCode, page.Content.Headers.ContentType!.MediaType));
        Assert.Equal(PageFiles.Policy, Assert.Single(page.Headers.GetValues("Content-Security-Policy")));
        Assert.Equal("nosniff", Assert.Single(page.Headers.GetValues("X-Content-Type-Options")));
        Assert.Equal("no-referrer", Assert.Single(page.Headers.GetValues("Referrer-Policy")));
        Assert.Equal("no-store", page.Headers.CacheControl!.ToString());
        Assert.False(page.Headers.Contains("Server"));
        Assert.DoesNotContain("token", server.Words, StringComparison.Ordinal);
        foreach (var path in DashboardPages.Paths)
            Assert.Equal(HttpStatusCode.OK, await StatusAsync(server, path));
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(server, "/reference.conf"));
    }

    [Fact]
    public async Task A_target_that_is_away_is_told_once_with_its_remedy_until_it_comes()
    {
        var (time, told, waits) = (new TestServers.ManualTime(), new List<string>(), new TaskCompletionSource());
        (_watch.Away, _watch.Status) = ("The target is away.", null);
        _watch.OnLook = () =>
        {
            if (_watch.Looks == 3)
                waits.SetResult();
        };
        await using var server = await DashboardServer.StartAsync(_watch.Services() with { Time = time }, default);

        var coming = server.AwaitTargetAsync(told.Add, default);
        await time.FireAsync(waits.Task);
        _watch.Away = null;
        await time.FireAsync(coming);

        Assert.Equal(
            ["Waiting for the target: The target is away. Wait.", "The target answers.",
                "The target holds no migration; the page shows one as soon as it has begun."], told);
    }

    [Fact]
    public async Task A_name_that_was_rebound_to_this_machine_reads_nothing()
    {
        await using var server = await StartAsync(new DashboardOptions());
        foreach (var path in new[] { "/", "/api/events", "/metrics", "/healthz" })
            Assert.Equal(HttpStatusCode.MisdirectedRequest, await StatusAsync(server, path, request =>
                request.Headers.Host = "attacker.example.com"));
    }

    [Fact]
    public async Task Where_a_token_is_needed_it_is_made_and_comes_in_the_url_by_a_cookie_or_a_header()
    {
        await using var server = await StartAsync(new DashboardOptions { AllowsControl = true });
        var token = new Uri(server.Url).Query["?token=".Length..];
        foreach (var path in new[] { "/", "/dashboard.js", "/api/events", "/api/tasks?table=1", "/metrics" })
            Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(server, path));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(server, "/healthz"));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(server, "/readyz"));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(server, "/metrics", request =>
            request.Headers.Authorization = new("Bearer", token)));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(server, "/metrics", request =>
            request.Headers.Authorization = new("Bearer", token[..^1])));

        using var entry = await _client.GetAsync(new Uri(server.Url));

        Assert.Equal((HttpStatusCode.SeeOther, "/"), (entry.StatusCode, entry.Headers.Location!.ToString()));
        var cookie = Assert.Single(entry.Headers.GetValues("Set-Cookie"));
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=strict", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(server, "/", request => request.Headers.Add("Cookie", cookie.Split(';')[0])));
        using var wrong = await _client.GetAsync(new Uri(new Uri(server.Url), "/?token=" + new string('0', 64)));
        Assert.False(wrong.Headers.Contains("Set-Cookie"));
    }

    [Fact]
    public async Task A_token_that_was_given_is_not_printed()
    {
        const string token = "a token's 16 letters or more";
        var given = new SecretSource(token.Replace(' ', '-'), null);
        await using var server = await StartAsync(new DashboardOptions { Token = given });

        Assert.DoesNotContain(given.Reveal()!, server.Words + server.Url, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(server, "/"));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(server, "/", request =>
            request.Headers.Authorization = new("Bearer", given.Reveal())));
    }

    [Theory]
    [InlineData("short", null, "fewer than 16")]
    [InlineData("with spaces in its middle", null, "spaces")]
    [InlineData(null, "/nowhere/token", "/nowhere/token")]
    public async Task A_token_that_is_no_good_is_refused_without_being_shown(string? value, string? file, string words)
    {
        var refused = await Assert.ThrowsAsync<RefusedException>(() =>
            StartAsync(new DashboardOptions { Token = new SecretSource(value, file) }));

        Assert.Equal(Outcome.BadUsage, refused.Outcome);
        Assert.Contains(words, refused.Message, StringComparison.Ordinal);
        if (value is not null)
            Assert.DoesNotContain(value, refused.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_a_certificate_the_page_is_served_by_HTTPS_with_those_that_it_was_issued_by()
    {
        using var folder = new CertificateFolder();
        await using var server = await StartAsync(new DashboardOptions { CertificateFile = folder.Certificate, KeyFile = folder.Key });
        Assert.StartsWith("https://127.0.0.1:", server.Url, StringComparison.Ordinal);

        using var client = new HttpClient(new SocketsHttpHandler
        {
            SslOptions = { RemoteCertificateValidationCallback = folder.IsTrusted },
        });
        using var page = await client.GetAsync(new Uri(server.Url));

        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        Assert.Equal(2, folder.Sent);
        var plain = new Uri(server.Url.Replace("https", "http", StringComparison.Ordinal));
        await Assert.ThrowsAsync<HttpRequestException>(() => _client.GetAsync(plain));
    }

    [Fact]
    public async Task A_certificate_that_is_no_good_is_refused_by_its_file()
    {
        using var folder = new CertificateFolder();
        using var other = new CertificateFolder();
        (string? Certificate, string? Key)[] bad =
        [
            (folder.Key, folder.Key), ("/nowhere/tls.crt", folder.Key), (folder.Certificate, other.Key), (folder.Certificate, null),
            (null, folder.Key),
        ];
        foreach (var (certificate, key) in bad)
        {
            var refused = await Assert.ThrowsAsync<RefusedException>(() =>
                StartAsync(new DashboardOptions { CertificateFile = certificate, KeyFile = key }));

            Assert.Equal(Outcome.BadUsage, refused.Outcome);
            Assert.Contains(certificate ?? key!, refused.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Plain_HTTP_that_others_reach_is_said_to_be_readable()
    {
        await using var everywhere = await StartAsync(new DashboardOptions { Address = new DashboardAddress("0.0.0.0", 0) });
        await using var here = await StartAsync(new DashboardOptions { AllowsControl = true });

        Assert.Contains("can read the token", everywhere.Words, StringComparison.Ordinal);
        Assert.DoesNotContain("can read", here.Words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_address_that_is_taken_is_refused_by_its_name()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;

        var refused = await Assert.ThrowsAsync<RefusedException>(() =>
            StartAsync(new DashboardOptions { Address = new DashboardAddress("127.0.0.1", port) }));

        Assert.Contains($"127.0.0.1:{port}", refused.Message, StringComparison.Ordinal);
        Assert.Contains("--dashboard", refused.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Directives_come_from_the_page_itself_and_only_where_that_is_allowed()
    {
        await using (var shows = await StartAsync(new DashboardOptions()))
            Assert.Equal(HttpStatusCode.Forbidden, await PostAsync(shows, "1", null, null));
        await using var server = await StartAsync(new DashboardOptions { AllowsControl = true });
        var token = new Uri(server.Url).Query["?token=".Length..];
        var own = new Uri(server.Url).GetLeftPart(UriPartial.Authority);

        Assert.Equal(HttpStatusCode.Unauthorized, await PostAsync(server, "1", own, null));
        Assert.Equal(HttpStatusCode.Forbidden, await PostAsync(server, null, own, token));
        Assert.Equal(HttpStatusCode.Forbidden, await PostAsync(server, "1", "http://localhost:1", token));
        Assert.Empty(_watch.Given);
        Assert.Equal(HttpStatusCode.OK, await PostAsync(server, "1", own, token));
        Assert.Equal(HttpStatusCode.BadRequest, await PostAsync(server, "1", own, token, "kill"));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, await PostAsync(server, "1", own, token, new string('x', 5000)));
        Assert.Equal(HttpStatusCode.MethodNotAllowed, await StatusAsync(server, "/metrics", request =>
        {
            request.Method = HttpMethod.Post;
            request.Headers.Authorization = new("Bearer", token);
        }));
        Assert.Equal([new DirectiveDraft(DirectiveVerb.Pause)], _watch.Given);
    }

    [Fact]
    public async Task A_process_is_healthy_and_ready_only_when_its_node_is_up()
    {
        await using var server = await DashboardServer.StartAsync(_watch.Services(node: "another"), default);

        Assert.Equal(HttpStatusCode.OK, await StatusAsync(server, "/healthz"));
        using var ready = await _client.GetAsync(new Uri(new Uri(server.Url), "/readyz"));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, ready.StatusCode);
        Assert.Contains("not a node of the migration", await ready.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Many_requests_within_a_second_make_one_look()
    {
        var time = new ManualTime();
        await using var server = await DashboardServer.StartAsync(_watch.Services() with { Time = time }, default);

        await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => StatusAsync(server, "/metrics")));
        Assert.Equal(1, _watch.Looks);
        time.Advance(1);
        await StatusAsync(server, "/readyz");
        Assert.Equal(2, _watch.Looks);
    }

    [Fact]
    public async Task While_the_ledger_is_read_for_long_the_last_answer_is_given_with_its_age()
    {
        var (time, slow) = (new TestServers.ManualTime(), new TaskCompletionSource());
        await using var server = await DashboardServer.StartAsync(_watch.Services() with { Time = time }, default);
        _watch.Waits = (slow.Task, Task.CompletedTask);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await LateAsync(() => StatusAsync(server, "/metrics")));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await LateAsync(() => StatusAsync(server, "/readyz")));
        slow.SetResult();
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(server, "/readyz"));

        _watch.Waits = (new TaskCompletionSource().Task, Task.CompletedTask);
        time.Advance(TimeSpan.FromSeconds(1));
        var metrics = await LateAsync(() => _client.GetStringAsync(new Uri(new Uri(server.Url), "/metrics")));

        Assert.Contains("actormigrate_target_reachable 1\n", metrics, StringComparison.Ordinal);
        Assert.Contains("actormigrate_ledger_age_seconds 7\n", metrics, StringComparison.Ordinal);
        Assert.Contains("actormigrate_committed_rows ", metrics, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, await LateAsync(() => StatusAsync(server, "/readyz")));

        // A second passes first, so that no other wait ends with the request's. No further time passes before it is answered.
        async Task<T> LateAsync<T>(Func<Task<T>> ask)
        {
            time.Advance(TimeSpan.FromSeconds(1));
            var request = ask();
            await time.PassAsync(DashboardRequests.ProbesWithin);
            return await request;
        }
    }

    [Fact]
    public async Task A_reader_that_takes_nothing_holds_up_nobody()
    {
        _watch.Tables = FakeWatch.Many(40_000);
        await using var server = await StartAsync(new DashboardOptions());
        var url = new Uri(server.Url);
        using var deaf = new TcpClient { ReceiveBufferSize = 4096 };
        await deaf.ConnectAsync(IPAddress.Loopback, url.Port);
        await deaf.GetStream().WriteAsync(
            System.Text.Encoding.ASCII.GetBytes($"GET /api/events HTTP/1.1\r\nHost: localhost:{url.Port}\r\n\r\n"));

        await using var stream = await _client.GetStreamAsync(new Uri(url, "/api/events"));
        using var reader = new StreamReader(stream);
        while (await reader.ReadLineAsync() is { } line && line != "event: tables")
        {
        }

        Assert.Equal(HttpStatusCode.OK, await StatusAsync(server, "/metrics"));
    }

    [Fact]
    public async Task A_connection_that_takes_nothing_does_not_hold_up_the_end()
    {
        _watch.Tables = FakeWatch.Many(200_000);
        await using var server = await DashboardServer.StartAsync(_watch.Services() with { Time = new Hasty() }, default);
        var url = new Uri(server.Url);
        using var deaf = new TcpClient { ReceiveBufferSize = 4096 };
        await deaf.ConnectAsync(IPAddress.Loopback, url.Port);
        await deaf.GetStream().WriteAsync(
            System.Text.Encoding.ASCII.GetBytes($"GET /api/events HTTP/1.1\r\nHost: localhost:{url.Port}\r\n\r\n"));
        await deaf.GetStream().ReadExactlyAsync(new byte[100]);

        // No deadline passes by this clock: the end comes because the connection is ended.
        await server.EndAsync(Outcome.Succeeded, "Done.", null).WaitAsync(TimeSpan.FromMinutes(3));
    }

    /// <summary>A clock by which seconds pass in a millisecond, and no deadline ever comes.</summary>
    private sealed class Hasty : TimeProvider
    {
        public override long TimestampFrequency => base.TimestampFrequency / 1000;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            base.CreateTimer(callback, state, dueTime > TimeSpan.FromSeconds(1) ? Timeout.InfiniteTimeSpan : dueTime, period);
    }

    [Fact]
    public async Task Events_are_streamed_until_the_end_is_sent()
    {
        await using var server = await StartAsync(new DashboardOptions());
        await using var stream = await _client.GetStreamAsync(new Uri(new Uri(server.Url), "/api/events"));
        using var reader = new StreamReader(stream);
        var seen = new List<string>();
        var ending = Task.CompletedTask;
        while (await reader.ReadLineAsync() is { } line)
        {
            if (line.StartsWith("event: ", StringComparison.Ordinal))
                seen.Add(line["event: ".Length..]);
            if (line == "event: tables")
                ending = server.EndAsync(Outcome.Succeeded, "Done.", null);
        }

        await ending;
        Assert.Empty(new[] { "state", "tables", "log" }.Except(seen));
        Assert.Equal("end", seen[^1]);
    }

    private Task<DashboardServer> StartAsync(DashboardOptions options) => DashboardServer.StartAsync(_watch.Services(options), default);

    private async Task<HttpStatusCode> StatusAsync(DashboardServer server, string path, Action<HttpRequestMessage>? change = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(new Uri(server.Url), path));
        change?.Invoke(request);
        using var response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        return response.StatusCode;
    }

    private async Task<HttpStatusCode> PostAsync(DashboardServer server, string? header, string? origin, string? token,
        string verb = "pause")
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(new Uri(server.Url),
            "/api/directives")) { Content = JsonContent.Create(new { verb }) };
        if (header is not null)
            request.Headers.Add(AccessRules.ControlHeader, header);
        if (origin is not null)
            request.Headers.Add("Origin", origin);
        if (token is not null)
            request.Headers.Authorization = new("Bearer", token);
        using var response = await _client.SendAsync(request);
        return response.StatusCode;
    }
}
