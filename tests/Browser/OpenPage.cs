using System.Collections.Concurrent;
using ActorMigrate.Host.Dashboard;
using ActorMigrate.Host.Settings;
using ActorMigrate.Host.Tests.Dashboard;
using Microsoft.Playwright;

namespace ActorMigrate.Browser.Tests;

/// <summary>A dashboard and a browser that shows it. Everything that the browser complains of is kept, and must be nothing.</summary>
internal sealed class OpenPage : IAsyncDisposable
{
    // Nothing is measured by it; it only keeps a hang from hanging the tests.
    private const float Patience = 180_000;

    private readonly IPlaywright _playwright;
    private readonly IBrowser _browser;
    private readonly ConcurrentQueue<string> _complaints = [];

    private OpenPage(DashboardServer server, IPlaywright playwright, IBrowser browser, IPage page)
    {
        (Server, _playwright, _browser, Page) = (server, playwright, browser, page);
        var own = new Uri(server.Url).Authority;
        page.Console += (_, message) => Complain(message.Type is "error" or "warning", $"{message.Type}: {message.Text}");
        page.PageError += (_, error) => Complain(true, error);
        page.Request += (_, request) => Complain(new Uri(request.Url).Authority != own, $"asks elsewhere: {request.Url}");
    }

    public DashboardServer Server { get; }

    public IPage Page { get; }

    public IReadOnlyCollection<string> Complaints => _complaints;

    public static Task<OpenPage> OpenAsync(
        FakeWatch watch, DashboardOptions? options = null, ColorScheme scheme = ColorScheme.Light, int width = 1280, int height = 900) =>
        OpenAsync(watch.Services(options), scheme, width, height);

    public static async Task<OpenPage> OpenAsync(
        DashboardServices services, ColorScheme scheme = ColorScheme.Light, int width = 1280, int height = 900)
    {
        var server = await DashboardServer.StartAsync(services, default);
        var playwright = await Playwright.CreateAsync();
        Assertions.SetDefaultExpectTimeout(Patience);
        // Within containers and for root, the browser's own sandbox is not to be had; it shows nothing but this page.
        var browser = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = BrowserFactAttribute.Chromium,
            ChromiumSandbox = false,
            Timeout = Patience,
            Args = ["--disable-dev-shm-usage", "--disable-gpu"],
        });
        var page = await browser.NewPageAsync(new BrowserNewPageOptions
        {
            ColorScheme = scheme,
            ReducedMotion = ReducedMotion.Reduce,
            ViewportSize = new ViewportSize { Width = width, Height = height },
            TimezoneId = "UTC",
        });
        page.SetDefaultTimeout(Patience);
        var open = new OpenPage(server, playwright, browser, page);
        await page.GotoAsync(server.Url);
        return open;
    }

    /// <summary>Waits until an element has this text.</summary>
    public Task ShowsAsync(string selector, string text) => Assertions.Expect(Page.Locator(selector)).ToContainTextAsync(text);

    public async ValueTask DisposeAsync()
    {
        await _browser.CloseAsync();
        _playwright.Dispose();
        await Server.DisposeAsync();
    }

    private void Complain(bool isComplaint, string words)
    {
        if (isComplaint)
            _complaints.Enqueue(words);
    }
}
