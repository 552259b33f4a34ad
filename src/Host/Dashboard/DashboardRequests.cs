using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using ActorMigrate.Control.Status;
using ActorMigrate.Migration;
using ActorMigrate.Migration.Failures;
using Microsoft.AspNetCore.Http;

namespace ActorMigrate.Host.Dashboard;

/// <summary>Answers the requests of browsers, probes and scrapers: first who may ask, then what.</summary>
internal sealed class DashboardRequests(DashboardServices services, DashboardState state, DashboardFeed feed, DashboardStreams streams,
    AccessRules rules, string cookie, CancellationToken stopping)
{
    /// <summary>The longest body of a request.</summary>
    public const int MostBytesOfDirective = 4096;

    private const string NotYetRead = "The ledger is being read for the first time.";
    internal static readonly TimeSpan ProbesWithin = TimeSpan.FromSeconds(5);

    /// <summary>Answers one request.</summary>
    public async Task AnswerAsync(HttpContext context)
    {
        Guard(context.Response.Headers);
        var (request, path) = (context.Request, context.Request.Path.Value ?? "/");
        if (!rules.AllowsHost(request.Headers.Host))
            await SayAsync(context, 421, "This dashboard is reached as localhost or 127.0.0.1.").ConfigureAwait(false);
        else if (HttpMethods.IsGet(request.Method) && path == "/healthz")
            await PlainAsync(context, 200, "ok\n").ConfigureAwait(false);
        else if (HttpMethods.IsGet(request.Method) && path == "/readyz")
            await ReadyAsync(context).ConfigureAwait(false);
        else if (path == "/" && request.Query.TryGetValue("token", out var given))
            LogIn(context, given);
        else if (!rules.Knows(TokenOf(request)))
            await SayAsync(context, 401, "The token is missing or wrong.",
                "Open the URL that the program printed, or send the token as Authorization: Bearer TOKEN.").ConfigureAwait(false);
        else if (HttpMethods.IsGet(request.Method))
            await GetAsync(context, path).ConfigureAwait(false);
        else if (HttpMethods.IsPost(request.Method) && path == "/api/directives")
            await DirectAsync(context).ConfigureAwait(false);
        else
            await SayAsync(context, 405, "This address does not take that HTTP method.").ConfigureAwait(false);
    }

    private async Task GetAsync(HttpContext context, string path)
    {
        if (path == "/api/events")
            await StreamAsync(context).ConfigureAwait(false);
        else if (path == "/api/tasks")
            await TasksAsync(context).ConfigureAwait(false);
        else if (path == "/metrics")
            await MetricsAsync(context).ConfigureAwait(false);
        else if (PageFiles.Find(path) is var (content, type))
            await SendAsync(context, 200, type, content).ConfigureAwait(false);
        else
            await SayAsync(context, 404, "There is no page at this address.").ConfigureAwait(false);
    }

    private static void Guard(IHeaderDictionary headers)
    {
        headers.ContentSecurityPolicy = PageFiles.Policy;
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers.CacheControl = "no-store";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
    }

    /// <summary>Keeps the token in a cookie that scripts and other sites do not get, and takes it out of the address.</summary>
    private void LogIn(HttpContext context, string? given)
    {
        if (rules.NeedsToken && rules.Knows(given))
            context.Response.Cookies.Append(cookie, given!, Kept(context.Request));
        context.Response.StatusCode = 303;
        context.Response.Headers.Location = "/";
    }

    private static CookieOptions Kept(HttpRequest request) =>
        new() { HttpOnly = true, SameSite = SameSiteMode.Strict, Path = "/", Secure = request.IsHttps };

    private string? TokenOf(HttpRequest request)
    {
        const string bearer = "Bearer ";
        var authorization = request.Headers.Authorization.ToString();
        return authorization.StartsWith(bearer, StringComparison.OrdinalIgnoreCase)
            ? authorization[bearer.Length..].Trim()
            : request.Cookies[cookie];
    }

    private async Task ReadyAsync(HttpContext context)
    {
        await FreshAsync(context.RequestAborted).ConfigureAwait(false);
        var lacks = state is { Age: null, Problem: null }
            ? NotYetRead
            : Readiness.Lacks(state.Seen, state.Problem, services.Node, Environment.MachineName, Environment.ProcessId);
        await PlainAsync(context, lacks is null ? 200 : 503, (lacks ?? "ready") + "\n").ConfigureAwait(false);
    }

    private async Task MetricsAsync(HttpContext context)
    {
        await FreshAsync(context.RequestAborted).ConfigureAwait(false);
        if (state is { Age: null, Problem: null })
        {
            await PlainAsync(context, 503, NotYetRead + "\n").ConfigureAwait(false);
            return;
        }

        await SendAsync(context, 200, MetricsText.ContentType,
            System.Text.Encoding.UTF8.GetBytes(MetricsText.Of(state.Seen, state.Problem is null, state.Age))).ConfigureAwait(false);
    }

    /// <summary>Brings the state up to date; when that takes too long, the answer is what was seen last.</summary>
    private async Task FreshAsync(CancellationToken cancellationToken)
    {
        var fresh = feed.RefreshAsync(stopping);
        await fresh.WaitAsync(ProbesWithin, services.Time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        cancellationToken.ThrowIfCancellationRequested();
        if (fresh.IsCompleted)
            await fresh.ConfigureAwait(false);
    }

    private async Task StreamAsync(HttpContext context)
    {
        var stream = new EventStream(state, services.Time);
        if (!streams.TryOpen(stream, context))
        {
            await SayAsync(context, 503, "Too many pages are open.").ConfigureAwait(false);
            return;
        }

        using var reads = feed.Read();
        using var either = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
        try
        {
            context.Response.ContentType = "text/event-stream; charset=utf-8";
            await stream.WriteAsync(context.Response.Body, either.Token).ConfigureAwait(false);
        }
        catch (Exception gone) when (gone is OperationCanceledException or IOException)
        {
        }
        finally
        {
            streams.Close(stream);
        }
    }

    private async Task TasksAsync(HttpContext context)
    {
        if (state.Seen is not { } seen || !int.TryParse(context.Request.Query["table"], NumberStyles.None, CultureInfo.InvariantCulture,
            out var relation))
        {
            await SayAsync(context, 404, "There is no such table.").ConfigureAwait(false);
            return;
        }

        try
        {
            var tasks = await services.Watch.TasksAsync(seen.Migration.Id, relation, context.RequestAborted).ConfigureAwait(false);
            await JsonAsync(context, 200, new TaskList(tasks, tasks.Count >= DetailLedger.MostTasks),
                DashboardJson.Default.TaskList).ConfigureAwait(false);
        }
        catch (RefusedException refused)
        {
            await SayAsync(context, 503, refused.Message, refused.Remedy).ConfigureAwait(false);
        }
    }

    private async Task DirectAsync(HttpContext context)
    {
        var headers = context.Request.Headers;
        if (!services.Options.AllowsControl)
            await SayAsync(context, 403, "This dashboard is read-only.",
                "Start it with --dashboard-control, or use actormigrate pause, continue, set and stop.").ConfigureAwait(false);
        else if (!AccessRules.IsOwnPage(headers[AccessRules.ControlHeader], headers.Origin, headers.Host))
            await SayAsync(context, 403, "The request does not come from this page.").ConfigureAwait(false);
        else
            await SteerAsync(context).ConfigureAwait(false);
    }

    private async Task SteerAsync(HttpContext context)
    {
        try
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body, stopping).ConfigureAwait(false);
            var draft = DashboardDirectives.Read(body.ToArray());
            var words = await services.SteerAsync(draft, stopping).ConfigureAwait(false);
            await SayAsync(context, 200, words).ConfigureAwait(false);
        }
        catch (RefusedException refused)
        {
            await SayAsync(context, refused.Outcome == Outcome.BadUsage ? 400 : 409, refused.Message, refused.Remedy).ConfigureAwait(false);
        }
        catch (BadHttpRequestException large)
        {
            await SayAsync(context, large.StatusCode, $"A directive has at most {MostBytesOfDirective} bytes.").ConfigureAwait(false);
        }
    }

    private static Task SayAsync(HttpContext context, int status, string message, string? remedy = null) =>
        JsonAsync(context, status, new DashboardAnswer(message, remedy), DashboardJson.Default.DashboardAnswer);

    private static Task JsonAsync<T>(HttpContext context, int status, T answer, JsonTypeInfo<T> type) =>
        SendAsync(context, status, "application/json; charset=utf-8", JsonSerializer.SerializeToUtf8Bytes(answer, type));

    private static Task PlainAsync(HttpContext context, int status, string text) =>
        SendAsync(context, status, "text/plain; charset=utf-8", System.Text.Encoding.UTF8.GetBytes(text));

    private static async Task SendAsync(HttpContext context, int status, string type, byte[] content)
    {
        (context.Response.StatusCode, context.Response.ContentType, context.Response.ContentLength) = (status, type, content.Length);
        await context.Response.Body.WriteAsync(content, context.RequestAborted).ConfigureAwait(false);
    }
}
