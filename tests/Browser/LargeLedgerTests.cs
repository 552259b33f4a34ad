using System.Diagnostics;
using ActorMigrate.Control.Tests;
using ActorMigrate.Host.Composition;
using ActorMigrate.Host.Dashboard;
using ActorMigrate.Host.Settings;
using ActorMigrate.Migration;
using ActorMigrate.Postgres;
using ActorMigrate.TestServers;
using Microsoft.Playwright;
using Xunit.Abstractions;

namespace ActorMigrate.Browser.Tests;

/// <summary>The page over a real ledger of 40,000 tables in 200,000 tasks. The time that its reads take is printed, and not
/// judged.</summary>
public sealed class LargeLedgerTests(ITestOutputHelper told)
{
    [BrowserFact(takesLong: true)]
    public async Task A_ledger_of_forty_thousand_tables_is_shown_searched_and_followed()
    {
        await using var target = await TestDatabase.CreateAsync();
        await using (var session = await target.OpenAsync())
            await RecordedMigration.MakeAsync(session, new MigrationId(Guid.NewGuid()), new NodeId(Guid.NewGuid()));
        await target.ExecuteAsync(SqlText.Load<LargeLedgerTests>("many-tables.sql"));
        var since = Stopwatch.GetTimestamp();
        await using var open = await OpenPage.OpenAsync(Services(target));

        await open.ShowsAsync("#count", "40,000 tables");
        Tell("all tables are shown", since);
        await open.ShowsAsync("#nodes", "db10");
        since = Stopwatch.GetTimestamp();
        await open.Page.FillAsync("#search", "table_2004");
        await open.ShowsAsync("#count", "11 of 40,000 tables");
        Tell("a search is answered", since);
        await open.ShowsAsync("#table-rows", "schema_0.table_20040");
        await open.Page.Locator("#table-rows .link", new PageLocatorOptions { HasText = "schema_0.table_20040" }).ClickAsync();
        await open.ShowsAsync("#detail-table", "primary-key");
        Assert.Equal(5, await open.Page.Locator("#detail-table tbody tr").CountAsync());
        since = Stopwatch.GetTimestamp();
        await target.ExecuteAsync("UPDATE actormigrate.task SET state = 'done', rows = 123456, bytes = 2 WHERE relation = 20040");

        await open.ShowsAsync("#table-rows", "123,456");

        Tell("a change is shown", since);
        Assert.Empty(open.Complaints);
    }

    private void Tell(string what, long since) => told.WriteLine($"{what} after {Stopwatch.GetElapsedTime(since).TotalSeconds:F1} s");

    private static DashboardServices Services(TestDatabase target) => new()
    {
        Options = new DashboardOptions(),
        Watch = new MigrationWatch(new ConnectionText(target.Uri)),
        SteerAsync = (_, _) => throw new InvalidOperationException("Nothing is steered here."),
        Time = TimeProvider.System,
    };
}
