using System.Text;
using System.Text.Json;
using ActorMigrate.Control.Status;
using ActorMigrate.Host.Dashboard;
using ActorMigrate.Host.Inspection;

namespace ActorMigrate.Host.Tests.Dashboard;

public class DashboardStateTests
{
    private readonly ManualTime _time = new();
    private readonly DashboardCursor _cursor = new();
    private readonly DashboardState _state;

    public DashboardStateTests() => _state = new DashboardState(new DashboardProcess("db1", AllowsControl: false), _time);

    [Fact]
    public void A_new_reader_gets_everything_and_then_only_what_changed()
    {
        _state.Look(Seen());
        _state.LookAt(FakeWatch.Many(3));
        Assert.Equal(["state", "tables", "rate", "log"], Take().Select(one => one.Name));
        Assert.Empty(Take());

        _state.LookAt(FakeWatch.Many(3));
        Assert.Empty(Take());
        _state.LookAt([.. FakeWatch.Many(3).Select(table => table.Relation == 2 ? table with { State = "failed" } : table)]);

        var tables = Assert.Single(Take()).Data;
        Assert.False(tables.GetProperty("reset").GetBoolean());
        var changed = Assert.Single(tables.GetProperty("tables").EnumerateArray());
        Assert.Equal((2, "failed"), (changed[0].GetInt32(), changed[3].GetString()));
    }

    [Fact]
    public void Very_many_tables_come_in_several_events_of_which_the_first_one_resets()
    {
        _state.LookAt(FakeWatch.Many(9_000));

        var batches = Take().Where(one => one.Name == "tables").Select(one => one.Data).ToList();

        Assert.Equal([true, false, false], batches.Select(batch => batch.GetProperty("reset").GetBoolean()));
        Assert.Equal(9_000, batches.Sum(batch => batch.GetProperty("tables").GetArrayLength()));
    }

    [Fact]
    public void A_reader_that_was_slow_skips_what_is_out_of_date()
    {
        _state.LookAt(FakeWatch.Many(100));
        Take();
        for (var i = 0; i < 50; i++)
        {
            _state.Look(Seen() with { Migration = FakeWatch.Begun() with { Term = i } });
            _state.LookAt([.. FakeWatch.Many(100).Select(table => table with { Rows = i })]);
        }

        var events = Take();

        Assert.Equal(49, Assert.Single(events, one => one.Name == "state").Data.GetProperty("migration").GetProperty("term").GetInt32());
        Assert.Equal(100, Assert.Single(events, one => one.Name == "tables").Data.GetProperty("tables").GetArrayLength());
    }

    [Fact]
    public void Another_migration_takes_the_place_of_the_first_one()
    {
        _state.Look(Seen());
        _state.LookAt(FakeWatch.Many(3));
        Take();
        _state.Look(Seen() with { Migration = FakeWatch.Begun() with { Id = Guid.NewGuid() } });
        _state.LookAt(FakeWatch.Many(1));

        var tables = Assert.Single(Take(), one => one.Name == "tables").Data;

        Assert.True(tables.GetProperty("reset").GetBoolean());
        Assert.Equal(1, tables.GetProperty("tables").GetArrayLength());
    }

    [Fact]
    public void A_ledger_that_is_gone_leaves_the_tables_as_they_were_seen_and_is_told()
    {
        _state.Look(Seen());
        _state.LookAt(FakeWatch.Many(3));
        Take();
        _state.Look(null);

        var events = Take();

        Assert.Equal(["state", "log"], events.Select(one => one.Name));
        Assert.Equal(JsonValueKind.Null, events[0].Data.GetProperty("migration").ValueKind);
    }

    [Fact]
    public void The_rate_counts_copies_under_way_and_chunks_that_they_committed_once()
    {
        var begun = FakeWatch.Begun();
        WatchedStatus At(double seconds, long underWay, long committed, long ofIt) => new(
            begun with
            {
                At = begun.StartedAt.AddSeconds(seconds),
                Tables = begun.Tables with { Bytes = committed },
                Running = [begun.Running[0] with { Bytes = underWay }],
            },
            new DetailTotals(0, [new CopyDetail(7, 2, 0, ofIt)]), []);
        _state.Look(At(10, 0, 1000, 0));
        _state.Look(At(12, 500, 1000, 0));
        _state.Look(At(14, 900, 1400, 400));
        // The copy was rolled back and begins again.
        _state.Look(At(16, 0, 1400, 400));

        var points = Assert.Single(Take(), one => one.Name == "rate").Data.GetProperty("points");

        Assert.Equal([250, 200, 0], points.EnumerateArray().Select(point => point.GetProperty("bytes").GetDouble()));
    }

    [Fact]
    public void Many_points_are_thinned_out_and_few_are_not()
    {
        var series = new RateSeries();
        for (var i = 0; i < 5_000; i++)
            series.Look(Seen() with { Migration = FakeWatch.Begun() with { At = FakeWatch.Begun().StartedAt.AddSeconds(i) } },
                MovedSoFar.Nothing);

        var batch = series.Take(new DashboardCursor())!;

        Assert.True(batch.Reset);
        Assert.InRange(batch.Points.Count, RateSeries.MostPoints / 2, RateSeries.MostPoints);
    }

    [Fact]
    public void The_log_tells_phases_nodes_directives_and_when_the_target_is_away()
    {
        _state.Look(Seen());
        Take();
        var later = FakeWatch.Begun();
        _state.Look(Seen() with
        {
            Migration = later with
            {
                Phase = "Validate",
                Nodes = [later.Nodes[0], later.Nodes[1] with { State = "silent" }],
                Directives = [new DirectiveStatus("pause", null, null, null, null, "ann", later.At, null)],
            },
        });
        _state.Fail("The server is away.");
        _state.Fail("The server is away.");
        _state.Look(null);
        _state.Add("warning", "A copy stands still.");

        var lines = Assert.Single(Take(), one => one.Name == "log").Data.GetProperty("lines").EnumerateArray()
            .Select(line => line.GetProperty("message").GetString()!).ToList();

        Assert.Contains("Phase validate began.", lines);
        Assert.Contains("Node db2 is silent.", lines);
        Assert.Contains(lines, line => line.StartsWith("Directive: pause, by ann", StringComparison.Ordinal));
        Assert.Single(lines, "The server is away.");
        Assert.Contains("The target answers again.", lines);
        Assert.Contains(lines, line => line.StartsWith("The target holds no migration any more", StringComparison.Ordinal));
        Assert.Equal("A copy stands still.", lines[^1]);
    }

    [Fact]
    public async Task Readers_are_woken_by_news_and_get_the_end_once()
    {
        var changed = _state.Changed;
        Assert.False(changed.IsCompleted);
        _state.End(new DashboardEnd("Succeeded", "Done.", null));
        await changed;

        Assert.Equal("Done.", Assert.Single(Take()).Data.GetProperty("message").GetString());
        Assert.True(_cursor.HasEnd);
        Assert.Empty(Take());
    }

    [Fact]
    public void No_event_has_a_line_break_which_would_end_it()
    {
        _state.Look(Seen() with { Migration = FakeWatch.Begun() with { Source = "a\nb\r\n\u2028" } });
        _state.LookAt([new TableDetail(1, "a\nb", "c\rd", null, "waiting", 0, 0, 0, 0, 0, 0, 0)]);
        _state.Add("info", "one\ntwo");

        Assert.All(_state.Take(_cursor), one => Assert.DoesNotContain(one.Data, b => b is (byte)'\n' or (byte)'\r'));
    }

    private static WatchedStatus Seen() => new(FakeWatch.Begun(), new DetailTotals(0, []), []);

    private List<(string Name, JsonElement Data)> Take() =>
        [.. _state.Take(_cursor).Select(one => (one.Name, JsonDocument.Parse(Encoding.UTF8.GetString(one.Data)).RootElement))];
}
