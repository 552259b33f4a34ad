using ActorMigrate.Host.Progress;
using ActorMigrate.Host.Wording;
using ActorMigrate.Migration;
using ActorMigrate.Migration.Phases;
using Microsoft.Extensions.Logging;

namespace ActorMigrate.Host.Tests.Progress;

public class LiveViewTests
{
    private readonly ManualTime _time = new();

    private LiveView On(Screen screen, int height = 30) =>
        new(new FramePainter(screen, () => (screen.Width, height), colors: true, screen.Reflows), _time);

    private void Copying(LiveView view, int tasks)
    {
        view.Report(new ProgressEvent.PhaseEntered(Phase.ExtractSourceSchema));
        view.Report(new ProgressEvent.PhaseLeft(Phase.ExtractSourceSchema, TimeSpan.FromSeconds(0.8)));
        view.Report(new ProgressEvent.PhaseEntered(Phase.TransferData));
        view.Report(new ProgressEvent.Planned(tasks, tasks * 1000, tasks * 1_000_000));
        for (var i = 1; i <= tasks; i++)
            view.Report(ProgressEvents.Copy(i, $"public.table_{i}", 1000, 1_000_000));
        view.Show();
        for (var i = 1; i <= tasks; i++)
            view.Report(new ProgressEvent.TaskMoved(ProgressEvents.Attempt(i), 500, 400_000));
        _time.Advance(10);
        view.Show();
    }

    [Fact]
    public void It_shows_phases_the_whole_and_what_runs()
    {
        var screen = new Screen(100);
        Copying(On(screen), tasks: 2);

        Assert.Equal(
        [
            "✓ extract source schema         0.8 s",
            "● transfer data                  10 s",
            "  ███████████████░░░░░░░░░░░░░░░  50 %  0/2 tables  781 KiB  78.1 KiB/s  10 s left",
            "    public.table_1                     50 %          500 rows   391 KiB  39.1 KiB/s  10 s left",
            "    public.table_2                     50 %          500 rows   391 KiB  39.1 KiB/s  10 s left",
        ], screen.Rows);
    }

    [Theory]
    [InlineData(94, "  10 s left")]
    [InlineData(90, "KiB/s")]
    public void A_time_left_that_does_not_fit_is_left_out_whole(int width, string end)
    {
        var screen = new Screen(width);
        Copying(On(screen), tasks: 1);

        Assert.EndsWith(end, screen.Rows[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void A_step_before_the_phases_is_shown_until_the_first_phase()
    {
        var screen = new Screen(30);
        var view = On(screen);
        view.Report(new ProgressEvent.StepEntered("compare the source's schema with the plan"));
        view.Show();
        _time.Advance(7);
        view.Show();
        Assert.Equal(["● compare the source's schema…"], screen.Rows);
        view.Report(new ProgressEvent.PhaseEntered(Phase.TransferData));
        _time.Advance(1);
        view.Show();
        Assert.StartsWith("● transfer data", Assert.Single(screen.Rows), StringComparison.Ordinal);
    }

    [Fact]
    public void A_phase_in_which_the_run_ended_is_marked()
    {
        var screen = new Screen(100);
        var view = On(screen);
        view.Report(new ProgressEvent.PhaseEntered(Phase.ExtractSourceSchema));
        view.Report(new ProgressEvent.PhaseLeft(Phase.ExtractSourceSchema, TimeSpan.FromSeconds(1)) { IsDone = false });
        view.Show();

        Assert.Equal(["✗ extract source schema         1.0 s"], screen.Rows);
    }

    [Fact]
    public void Where_several_nodes_take_part_it_shows_the_share_of_each()
    {
        var (one, two, gone) = (new NodeId(Guid.NewGuid()), new NodeId(Guid.NewGuid()), new NodeId(Guid.NewGuid()));
        var screen = new Screen(100);
        var view = On(screen);
        view.Report(new ProgressEvent.PhaseEntered(Phase.TransferData));
        view.Report(new ProgressEvent.Planned(3, 3000, 4_000_000));
        view.Report(new ProgressEvent.NodesChanged(
            [new RunNode(one, "db1", false), new RunNode(two, "db2", false), new RunNode(gone, "db3", true)]));
        view.Report(
            new ProgressEvent.TaskStarted(ProgressEvents.Attempt(1), "copy-table", "public.a", true, 1000, 1_000_000) { By = gone });
        view.Report(new ProgressEvent.TaskFinished(ProgressEvents.Attempt(1), 1000, 1_000_000, TimeSpan.FromSeconds(1)));
        view.Report(new ProgressEvent.TaskStarted(ProgressEvents.Attempt(2), "copy-table", "public.b", true, 2000, 2_000_000) { By = two });
        view.Show();
        view.Report(new ProgressEvent.TaskMoved(ProgressEvents.Attempt(2), 1000, 1_000_000));
        _time.Advance(1);
        view.Show();

        Assert.Equal(
        [
            "  db1                              0 %       0 B  0 done, 0 running",
            "  db2                             50 %   977 KiB  0 done, 1 running",
            "  db3                             50 %   977 KiB  1 done, gone",
        ], screen.Rows[2..5]);
    }

    [Theory]
    [InlineData(40)]
    [InlineData(200)]
    public void Ten_nodes_leave_room_for_what_runs(int width)
    {
        var nodes = Enumerable.Range(1, 10).Select(number => new RunNode(new NodeId(Guid.NewGuid()), $"node-{number}", false)).ToList();
        var screen = new Screen(width);
        var view = On(screen, height: 16);
        view.Report(new ProgressEvent.NodesChanged(nodes));
        view.Report(new ProgressEvent.TaskStarted(ProgressEvents.Attempt(99), "index", "public.i", false, 0, 0) { By = nodes[1].Id });
        view.Report(new ProgressEvent.TaskFinished(ProgressEvents.Attempt(99), 0, 0, TimeSpan.FromSeconds(1)));
        Copying(view, tasks: 3);

        Assert.Contains(screen.Rows, row => row.StartsWith("  node-1 ", StringComparison.Ordinal));
        Assert.Contains("  … and 7 more nodes", screen.Rows);
        Assert.Equal(3, screen.Rows.Count(row => row.Contains("table_", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_worker_which_hears_of_its_own_tasks_alone_shows_no_shares()
    {
        RunNode[] nodes = [new(new NodeId(Guid.NewGuid()), "worker", false), new(new NodeId(Guid.NewGuid()), "coordinator", false)];
        var screen = new Screen(100);
        var view = On(screen);
        view.Report(new ProgressEvent.NodesChanged(nodes));
        view.Report(new ProgressEvent.PhaseEntered(Phase.TransferData));
        view.Report(new ProgressEvent.TaskStarted(ProgressEvents.Attempt(1), "index", "public.i", false, 0, 0) { By = nodes[0].Id });
        view.Show();

        Assert.DoesNotContain(screen.Rows, row => row.Contains("coordinator", StringComparison.Ordinal));
    }

    [Fact]
    public void It_is_painted_over_and_leaves_nothing_behind()
    {
        var screen = new Screen(100);
        var view = On(screen);
        Copying(view, tasks: 5);
        for (var i = 1; i <= 5; i++)
            view.Report(new ProgressEvent.TaskFinished(ProgressEvents.Attempt(i), 1000, 1_000_000, TimeSpan.FromSeconds(10)));
        _time.Advance(1);
        view.Show();

        Assert.Equal(3, screen.Rows.Length);
        Assert.StartsWith("  ██████████████████████████████ 100 %", screen.Rows[2], StringComparison.Ordinal);
    }

    [Fact]
    public void Notices_stay_above_the_view()
    {
        var screen = new Screen(60);
        var view = On(screen);
        Copying(view, tasks: 1);
        view.Report(new ProgressEvent.TaskRetrying(
            ProgressEvents.Attempt(1), TimeSpan.FromSeconds(2), "terminating connection due to administrator command"));
        view.Report(new ProgressEvent.Noticed(LogLevel.Warning, "careful\nnow"));
        view.Show();
        _time.Advance(1);
        view.Show();

        Assert.Equal("public.table_1: attempt 1 failed, retry in 2.0 s: terminatin", screen.Rows[0]);
        Assert.Equal("g connection due to administrator command", screen.Rows[1]);
        Assert.Equal(["careful", "now"], screen.Rows[2..4]);
        Assert.Contains("    public.table_1: again in 1.0 s, after: terminating conn…", screen.Rows);
        _time.Advance(2);
        view.Show();
        Assert.Contains(screen.Rows, row => row.Contains("public.table_1: again as soon as it can be, after: ", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(20)]
    [InlineData(40)]
    [InlineData(71)]
    [InlineData(200)]
    public void It_keeps_one_row_a_line_on_a_terminal_of_any_width(int width)
    {
        var screen = new Screen(width);
        var view = On(screen);
        Copying(view, tasks: 3);
        for (var i = 0; i < 20; i++)
        {
            _time.Advance(1);
            view.Show();
        }

        Assert.Equal(6, screen.Rows.Length);
        Assert.All(screen.Rows, row => Assert.True(row.Length <= width));
    }

    [Theory]
    [InlineData(54, "   50 %  0/2 tables  781 KiB  78.1 KiB/s  10 s left")]
    [InlineData(50, "   50 %  0/2 tables  78.1 KiB/s  10 s left")]
    [InlineData(40, "  ███░░░  50 %  78.1 KiB/s  10 s left")]
    [InlineData(24, "   50 %  10 s left")]
    [InlineData(16, "  ██░░░  50 %")]
    public void On_a_narrow_terminal_whole_numbers_are_left_out_and_none_is_cut(int width, string line)
    {
        var screen = new Screen(width);
        Copying(On(screen), tasks: 2);

        Assert.Equal(line, screen.Rows[2]);
    }

    [Fact]
    public void It_never_grows_beyond_a_low_terminal()
    {
        var screen = new Screen(100);
        Copying(On(screen, height: 8), tasks: 50);

        Assert.Equal(7, screen.Rows.Length);
        Assert.Equal("    … and 47 more", screen.Rows[^1]);
    }

    [Theory]
    [InlineData(100, "0.5 s  1,200 done", "    public.table_00001 and 199 more                              table 0.5 s")]
    [InlineData(40, "0.5 s", "    …e_00001 and 199 more table 0.5 s")]
    public void A_lot_of_quick_tasks_is_one_line_and_the_phase_counts_those_done(int width, string phase, string lot)
    {
        var screen = new Screen(width);
        var view = On(screen);
        view.Report(new ProgressEvent.PhaseEntered(Phase.CreateTargetTables));
        for (var task = 1; task <= 1400; task++)
        {
            view.Report(new ProgressEvent.TaskStarted(ProgressEvents.Attempt(task), "table", $"public.table_{task:00000}", false, 0, 0));
            if (task > 200)
                view.Report(new ProgressEvent.TaskFinished(ProgressEvents.Attempt(task), 0, 0, TimeSpan.Zero));
        }

        _time.Advance(0.5);
        view.Show();

        Assert.Equal(2, screen.Rows.Length);
        Assert.EndsWith(phase, screen.Rows[0], StringComparison.Ordinal);
        Assert.Equal(lot, screen.Rows[1]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void It_survives_a_terminal_that_becomes_narrow(bool reflows)
    {
        var screen = new Screen(120) { Reflows = reflows };
        var view = On(screen);
        view.Report(new ProgressEvent.Noticed(LogLevel.Warning, "stays above"));
        Copying(view, tasks: 2);
        screen.Width = 30;
        _time.Advance(1);
        view.Show();
        Assert.Equal(6, screen.Rows.Length);
        screen.Width = 20;
        _time.Advance(1);
        view.Show();
        screen.Width = 200;
        _time.Advance(1);
        view.Show();

        Assert.Equal(6, screen.Rows.Length);
        Assert.Equal("stays above", screen.Rows[0]);
    }

    [Theory]
    [InlineData(50)]
    [InlineData(100)]
    public void Names_of_any_script_leave_the_columns_in_line(int width)
    {
        string[] names = ["public.kunden", "商店.顧客マスタ", "магазин.клиенты", "shop.cafe\u0301s", "商店.とても長い名前のテーブルでどの列にも収まらないもの"];
        var screen = new Screen(width);
        var view = On(screen);
        view.Report(new ProgressEvent.PhaseEntered(Phase.TransferData));
        for (var i = 0; i < names.Length; i++)
            view.Report(ProgressEvents.Copy(i + 1, names[i], 1000, 1_000_000));
        view.Show();
        for (var i = 1; i <= names.Length; i++)
            view.Report(new ProgressEvent.TaskMoved(ProgressEvents.Attempt(i), 500, 400_000));
        _time.Advance(10);
        view.Show();

        var rows = screen.Rows.Where(row => row.StartsWith("    ", StringComparison.Ordinal)).ToList();
        Assert.Equal(names.Length, rows.Count);
        Assert.Single(rows.Select(row => TerminalColumns.Of(row[..row.IndexOf(" %", StringComparison.Ordinal)])).Distinct());
        Assert.EndsWith("収まらないもの", rows[^1][..rows[^1].IndexOf("  ", 4, StringComparison.Ordinal)], StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_cannot_steer_the_terminal()
    {
        var screen = new Screen(100);
        var view = On(screen);
        view.Report(new ProgressEvent.PhaseEntered(Phase.TransferData));
        view.Report(ProgressEvents.Copy(1, "s.\e[2Jevil\n\u202ename", 10, 10));
        _time.Advance(1);
        view.Show();

        Assert.Contains("s.\\u001b[2Jevil\\n\\u202ename", screen.Rows[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_ends_with_a_clean_terminal()
    {
        var screen = new Screen(100);
        await using (var view = new LiveView(new FramePainter(screen, () => (100, 30), colors: true, reflows: false), TimeProvider.System))
        {
            view.Start();
            view.Report(new ProgressEvent.PhaseEntered(Phase.TransferData));
            view.Report(ProgressEvents.Copy(1, "public.posts", 10, 10));
            view.Report(new ProgressEvent.Noticed(LogLevel.Error, "said at the end"));
        }

        Assert.Equal(["said at the end"], screen.Rows);
        Assert.True(screen.ShowsCursor);
        Assert.True(screen.Wraps);
    }
}
