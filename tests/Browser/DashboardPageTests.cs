using ActorMigrate.Control.Status;
using ActorMigrate.Host.Inspection;
using ActorMigrate.Host.Settings;
using ActorMigrate.Host.Tests.Dashboard;
using ActorMigrate.Migration;
using ActorMigrate.Migration.Directing;
using ActorMigrate.Migration.Phases;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ActorMigrate.Browser.Tests;

public sealed class DashboardPageTests
{
    private const int Many = 40_000;

    [BrowserFact]
    public async Task Forty_thousand_tables_are_sorted_and_searched_and_few_of_them_are_elements()
    {
        await using var open = await OpenPage.OpenAsync(Busy());
        await open.ShowsAsync("#count", "40,000 tables");

        await open.Page.Locator("th button", new PageLocatorOptions { HasText = "Table" }).ClickAsync();
        await Expect(open.Page.Locator("th[aria-sort=ascending]")).ToHaveTextAsync("Table");
        await open.ShowsAsync("#table-rows tr:nth-child(2) th", "audit.item_00007");
        await open.Page.Locator("th button", new PageLocatorOptions { HasText = "Table" }).ClickAsync();
        await open.ShowsAsync("#table-rows tr:nth-child(2) th", "public.item_40000");
        await open.Page.FillAsync("#search", "AUDIT.item_0001");
        await open.ShowsAsync("#count", "1 of 40,000 tables");
        await open.ShowsAsync("#table-rows tr:nth-child(2) th", "audit.item_00014");
        await open.Page.FillAsync("#search", "");
        await open.Page.SelectOptionAsync("#state", "failed");
        await open.ShowsAsync("#count", "40 of 40,000 tables");

        await open.Page.SelectOptionAsync("#state", "");
        await open.ShowsAsync("#count", "40,000 tables");
        Assert.InRange(await open.Page.Locator("#table-rows tr").CountAsync(), 10, 100);
        Assert.Equal("40001", await open.Page.Locator("#table").GetAttributeAsync("aria-rowcount"));
        Assert.Empty(open.Complaints);
    }

    [BrowserFact]
    public async Task The_tables_are_gone_through_and_opened_by_keyboard()
    {
        await using var open = await OpenPage.OpenAsync(Busy());
        await open.ShowsAsync("#count", "40,000 tables");
        var page = open.Page;
        await page.Keyboard.PressAsync("/");
        await Expect(page.Locator("#search")).ToBeFocusedAsync();
        await page.Keyboard.TypeAsync("public.item_00");
        await open.ShowsAsync("#count", "857 of 40,000 tables");
        await page.Locator("th button", new PageLocatorOptions { HasText = "Table" }).FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await open.ShowsAsync("#table-rows tr:nth-child(2) th", "public.item_00001");
        await page.Locator("#table-rows .link[tabindex='0']").FocusAsync();

        await page.Keyboard.PressAsync("Home");
        await Expect(page.Locator("#table-rows .link:focus")).ToHaveTextAsync("public.item_00001");
        await page.Keyboard.PressAsync("ArrowDown");
        await Expect(page.Locator("#table-rows .link:focus")).ToHaveTextAsync("public.item_00002");
        await page.Keyboard.PressAsync("End");
        await Expect(page.Locator("#table-rows .link:focus")).ToHaveTextAsync("public.item_00999");
        await page.Keyboard.PressAsync("Enter");

        await open.ShowsAsync("#detail-title", "Tasks of public.item_00999");
        await open.ShowsAsync("#detail-table", "part 1 of table 999");
        await Expect(page.Locator("#detail")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Escape");
        await Expect(page.Locator("#detail")).ToBeHiddenAsync();
        await Expect(page.Locator("#table-rows .link:focus")).ToHaveTextAsync("public.item_00999");
        Assert.Empty(open.Complaints);
    }

    [BrowserFact]
    public async Task The_rate_is_that_of_the_last_seconds_also_when_copies_are_told_of_in_leaps()
    {
        RatePoint[] leap = [new(590, 0, 0), new(598, 0, 0), new(599, 1_024_000, 10), new(600, 0, 0)];
        await using var open = await OpenPage.OpenAsync(new FakeWatch { History = leap });

        await open.ShowsAsync("#tiles", "100 KiB/s");
    }

    [BrowserFact]
    public async Task The_page_follows_what_happens_and_says_how_it_ended()
    {
        var watch = Busy();
        await using var open = await OpenPage.OpenAsync(watch);
        await open.ShowsAsync("#connection", "live");
        await open.ShowsAsync("#failure-list", "Correct the rows in the source");
        await open.ShowsAsync("#nodes", "db2");
        await open.ShowsAsync("#running", "held by process 4242");
        await open.ShowsAsync("#troubles", "connection reset");
        await open.ShowsAsync("#chart-words", "at most");
        await open.Page.FillAsync("#search", "public.item_00002");
        await open.ShowsAsync("#table-rows", "4,200,000");
        await open.Page.FillAsync("#search", "");

        watch.Tables = [.. FakeWatch.Many(Many).Select(table => table.Relation == 5 ? table with { State = "failed" } : table)];
        watch.Status = FakeWatch.Begun() with { Phase = "Validate", At = FakeWatch.Begun().At.AddMinutes(5),
            Phases = [new PhaseStatus("Validate", 3, true)] };
        await open.ShowsAsync("#headline", "Validate");
        await open.ShowsAsync("#announcer", "Validate");
        await open.ShowsAsync("#log", "Phase validate began.");
        await open.Page.SelectOptionAsync("#state", "failed");
        await open.ShowsAsync("#count", "41 of 40,000 tables");
        watch.Away = "The server at new.example.com:5432 cannot be reached.";
        await open.ShowsAsync("#problem", "cannot be reached");
        watch.Away = null;
        await Expect(open.Page.Locator("#problem")).ToBeHiddenAsync();

        await open.Server.EndAsync(Outcome.Succeeded, "Everything was migrated.", null);
        await open.ShowsAsync("#headline", "Everything was migrated.");
        await open.ShowsAsync("#connection", "ended");
        Assert.Empty(open.Complaints);
    }

    [BrowserFact]
    public async Task The_page_steers_and_asks_before_it_stops()
    {
        var watch = Busy();
        await using var open = await OpenPage.OpenAsync(watch, new DashboardOptions { AllowsControl = true });
        var page = open.Page;
        Assert.Equal("/", new Uri(page.Url).PathAndQuery);
        await page.ClickAsync("#pause");
        await open.ShowsAsync("#answer", "Taken: Pause.");
        watch.Status = FakeWatch.Begun() with { Paused = new DirectiveStatus("pause", null, null, null, null, "ann", FakeWatch.Begun().At,
            null) };
        await page.ClickAsync("#continue");
        await open.ShowsAsync("#answer", "Taken: Continue.");
        await page.SelectOptionAsync("#set-node", "db2");
        await page.FillAsync("#set-rate", "20MB");
        await page.Locator("#set button").ClickAsync();
        await open.ShowsAsync("#answer", "Taken: Set.");
        await page.Locator("#nodes button", new PageLocatorOptions { HasText = "Drain" }).Nth(1).FocusAsync();
        watch.Status = FakeWatch.Begun() with
        {
            Nodes = [.. FakeWatch.Begun().Nodes.Select(node => node with { HeartbeatSeconds = node.HeartbeatSeconds + 4 })],
        };
        await open.ShowsAsync("#nodes", "5 s ago");
        await Expect(page.Locator("#nodes button:focus")).ToHaveAttributeAsync("aria-label", "Drain db2 …");
        await page.Keyboard.PressAsync("Enter");
        await open.ShowsAsync("#drain-title", "Drain db2?");
        await page.ClickAsync("#drain-no");
        await page.Locator("#nodes button[aria-label='Drain db2 …']").ClickAsync();
        await page.ClickAsync("#drain-yes");
        await open.ShowsAsync("#answer", "Taken: Drain.");
        watch.Status = FakeWatch.Begun() with { Nodes = [FakeWatch.Begun().Nodes[0], FakeWatch.Begun().Nodes[1] with { Drained = true }] };
        await open.ShowsAsync("#nodes", "living, drained");
        await Expect(page.Locator("#nodes button")).ToHaveCountAsync(1);
        await page.ClickAsync("#stop");
        await page.ClickAsync("#stop-no");
        await page.ClickAsync("#stop");
        await page.ClickAsync("#stop-yes");
        await open.ShowsAsync("#answer", "Taken: Stop.");

        Assert.Equal(
            [new DirectiveDraft(DirectiveVerb.Pause), new DirectiveDraft(DirectiveVerb.Continue),
                new DirectiveDraft(DirectiveVerb.Set, "db2", MaxRate: 20_000_000), new DirectiveDraft(DirectiveVerb.Drain, "db2"),
                new DirectiveDraft(DirectiveVerb.Stop)],
            watch.Given);
        Assert.Empty(open.Complaints);
    }

    [BrowserFact]
    public async Task Names_and_messages_from_databases_are_text()
    {
        var watch = new FakeWatch { Tables = [new TableDetail(1, "<b>x</b>", "<img src=x onerror=alert(1)>", null, "waiting", 1, 1, 0, 0,
            1, 0, 0)] };
        watch.Status = FakeWatch.Begun() with { Failures = [new FailureStatus("index", "<script>alert(1)</script>", 1, null, "<i>no</i>",
            "</article>", [], [])] };
        await using var open = await OpenPage.OpenAsync(watch);

        await open.ShowsAsync("#table-rows", "<b>x</b>.<img src=x onerror=alert(1)>");
        await open.ShowsAsync("#failure-list", "<script>alert(1)</script>");
        Assert.Equal(0, await open.Page.Locator("main img, main script, main b, main i").CountAsync());
        Assert.Empty(open.Complaints);
    }

    [BrowserFact]
    public async Task The_page_fits_a_phone_and_follows_the_system_s_colours()
    {
        var grounds = new HashSet<string>();
        foreach (var (scheme, width, name) in new[] { (ColorScheme.Light, 1280, "light"), (ColorScheme.Dark, 1280, "dark"),
            (ColorScheme.Light, 390, "phone"), (ColorScheme.Dark, 390, "phone-dark") })
        {
            await using var open = await OpenPage.OpenAsync(Busy(), new DashboardOptions { AllowsControl = true }, scheme, width);
            await open.ShowsAsync("#count", "40,000 tables");
            await open.ShowsAsync("#chart-words", "at most");
            await open.Page.FillAsync("#search", "item_00");
            await open.ShowsAsync("#count", "999 of 40,000 tables");

            Assert.True(
                await open.Page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), name);
            grounds.Add(await open.Page.EvaluateAsync<string>("getComputedStyle(document.body).backgroundColor"));
            Assert.Empty(open.Complaints);
            Assert.True(await open.Page.Locator("#table-rows .link").First.EvaluateAsync<bool>("link => link.clientWidth > 100"), name);
            if (Environment.GetEnvironmentVariable("ACTORMIGRATE_SCREENSHOTS") is { Length: > 0 } folder)
                await ShootAsync(open.Page, Path.Combine(folder, $"dashboard-{name}"));
        }

        Assert.Equal(2, grounds.Count);
    }

    private static async Task ShootAsync(IPage page, string name)
    {
        await page.ScreenshotAsync(new PageScreenshotOptions { Path = name + "-whole.png", FullPage = true });
        await page.EvaluateAsync("document.activeElement.blur(); scrollTo(0, 0)");
        await page.ScreenshotAsync(new PageScreenshotOptions { Path = name + ".png" });
        await page.EvaluateAsync("document.getElementById('tables').scrollIntoView()");
        await page.ScreenshotAsync(new PageScreenshotOptions { Path = name + "-tables.png" });
    }

    private static FakeWatch Busy() => new()
    {
        Tables = FakeWatch.Many(Many),
        History = [.. Enumerable.Range(0, 300).Select(i =>
            new RatePoint((i * 2) + 1, 60e6 + (30e6 * Math.Sin(i / 17.0)) + (i * 7919 % 13 * 1e6), 180_000 + (i * 31 % 17 * 1000)))],
        Troubles = [new AttemptTrouble(FakeWatch.Begun().At, "copy-partition", "public.orders [5 of 8]", 1, "db2", "failed", "08006",
            "connection reset by peer")],
    };
}
