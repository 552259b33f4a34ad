using ActorMigrate.Host.Progress;
using ActorMigrate.Migration;
using ActorMigrate.Migration.Phases;
using Microsoft.Extensions.Logging;

namespace ActorMigrate.Host.Tests.Progress;

public class PlainViewTests
{
    private readonly StringWriter _output = new();
    private readonly ManualTime _time = new();
    private readonly PlainView _view;

    public PlainViewTests() => _view = new PlainView(_output, _time);

    private string[] Lines() => _output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);

    private void Report(params ProgressEvent[] events)
    {
        foreach (var happened in events)
            _view.Report(happened);
        _view.Show();
    }

    [Fact]
    public void A_phase_in_which_the_run_ends_is_not_called_done()
    {
        Report(
            new ProgressEvent.PhaseEntered(Phase.ExtractSourceSchema),
            new ProgressEvent.PhaseLeft(Phase.ExtractSourceSchema, TimeSpan.FromSeconds(1)) { IsDone = false });

        Assert.Equal(["12:00:00  extract source schema", "12:00:00  extract source schema: ended after 1.0 s"], Lines());
    }

    [Fact]
    public void Each_thing_worth_telling_is_a_line_with_the_time()
    {
        Report([.. ProgressEvents.OneOfEach()]);

        Assert.Equal(
        [
            "12:00:00  migration 11111111-2222-3333-4444-555555555555: a:5432/shop (15.8) to b:5432/shop (18.4)",
            "12:00:00  examine the recorded migration",
            "12:00:00  transfer data",
            "12:00:00  to copy: 2 tables, about 1,000 rows, 4.9 KiB",
            "12:00:00  public.posts: attempt 1 failed, retry in 2.0 s: connection lost",
            "12:00:00  public.posts: 900 rows, 4.5 KiB in 3.0 s, 300 rows/s",
            "12:00:00  task 2: failed after attempt 1: permission denied for table secrets",
            "12:00:00  transfer data: done in 4.0 s",
            "12:00:00  the lock table is small",
        ], Lines());
    }

    [Fact]
    public void A_table_of_which_only_the_end_was_seen_has_no_time()
    {
        Report(new ProgressEvent.TableFinished(ProgressEvents.Posts, 900, 4600, TimeSpan.Zero, Success: true));

        Assert.Equal(["12:00:00  public.posts: 900 rows, 4.5 KiB"], Lines());
    }

    [Fact]
    public void A_step_before_the_phases_says_every_five_seconds_that_it_goes_on()
    {
        Report(new ProgressEvent.StepEntered("take the snapshot"));
        _time.Advance(6);
        _view.Show();
        _time.Advance(6);
        _view.Show();
        Report(new ProgressEvent.PhaseEntered(Phase.TransferData));
        _time.Advance(6);
        _view.Show();

        Assert.Equal(
        [
            "12:00:00  take the snapshot", "12:00:06  take the snapshot: for 6.0 s", "12:00:12  take the snapshot: for 12 s",
            "12:00:12  transfer data", "12:00:18  transfer data: for 6.0 s",
        ], Lines());
    }

    [Fact]
    public void While_nothing_goes_on_it_says_why()
    {
        Report(
            new ProgressEvent.PhaseEntered(Phase.TransferData), ProgressEvents.Copy(1, "public.posts", 100, 1000),
            new ProgressEvent.TaskRetrying(ProgressEvents.Attempt(1), TimeSpan.FromSeconds(1), "Cannot connect to the target."));
        _time.Advance(6);
        _view.Show();

        Assert.EndsWith(
            "; 1 waiting for a retry, public.posts after: Cannot connect to the target.", Lines()[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void While_nothing_happens_there_is_a_sign_of_life()
    {
        Report(new ProgressEvent.PhaseEntered(Phase.TransferData), new ProgressEvent.Planned(3, 100, 1000),
            ProgressEvents.Copy(1, "public.posts", 100, 1000));
        var told = Lines().Length;
        _time.Advance(4.9);
        _view.Show();
        Assert.Equal(told, Lines().Length);

        Report(new ProgressEvent.TaskMoved(ProgressEvents.Attempt(1), 25, 2_000_000));
        _time.Advance(0.2);
        _view.Show();

        Assert.Equal(
            "12:00:05  transfer data: 25 %, 0 of 3 tables, 25 rows, 1.9 MiB, 383 KiB/s, about 15 s left; running: public.posts 25 %",
            Lines()[^1]);

        _time.Advance(4);
        _view.Show();
        Assert.Equal(told + 1, Lines().Length);
    }

    [Fact]
    public void A_phase_without_copies_shows_how_long_it_has_run()
    {
        Report(new ProgressEvent.PhaseEntered(Phase.CreatePrimaryKeys));
        _time.Advance(5.1);
        _view.Show();

        Assert.Equal("12:00:05  create primary keys: for 5.1 s", Lines()[^1]);
    }

    [Fact]
    public void A_task_that_shows_no_progress_shows_how_long_it_has_run()
    {
        Report(
            new ProgressEvent.PhaseEntered(Phase.CreatePrimaryKeys),
            new ProgressEvent.TaskStarted(ProgressEvents.Attempt(1), "index", "public.posts_idx", CopiesRows: false, 0, 0));
        _time.Advance(9);
        _view.Show();
        Assert.EndsWith("; running: public.posts_idx (index)", Lines()[^1], StringComparison.Ordinal);
        _time.Advance(36);
        _view.Show();

        Assert.EndsWith("; running: public.posts_idx (index for 45 s)", Lines()[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void Of_thousands_of_small_tables_it_tells_how_many()
    {
        for (var i = 0; i < 1000; i++)
            _view.Report(
                new ProgressEvent.TableFinished(new QualifiedName("s", $"t{i}"), 1, 10, TimeSpan.FromMilliseconds(5), Success: true));
        _view.Show();
        _time.Advance(1);
        _view.Show();

        Assert.Equal(6, Lines().Length);
        Assert.EndsWith("and 995 more tables", Lines()[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void Names_and_messages_cannot_write_to_the_terminal_themselves()
    {
        Report(new ProgressEvent.Noticed(LogLevel.Warning, "table \e[2J\u202e\r done\nnext"));

        Assert.Equal(["12:00:00  table \\u001b[2J\\u202e\\r done", "12:00:00  next"], Lines());
    }

    [Fact]
    public async Task Reported_events_are_shown_before_the_view_ends()
    {
        var output = new StringWriter();
        await using (var view = new PlainView(output, TimeProvider.System))
        {
            view.Start();
            view.Report(new ProgressEvent.Noticed(LogLevel.Warning, "the last word"));
        }

        Assert.Contains("the last word", output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_terminal_that_takes_nothing_does_not_hold_up_the_run()
    {
        using var stuck = new StuckWriter();
        var view = new PlainView(stuck, TimeProvider.System);
        view.Start();
        view.Report(new ProgressEvent.Noticed(LogLevel.Warning, "first"));
        await stuck.Entered.Task;

        for (var i = 0; i < 1000; i++)
            view.Report(new ProgressEvent.Noticed(LogLevel.Warning, "more"));
        await view.DisposeAsync();

        stuck.Release.SetResult();
    }

    private sealed class StuckWriter : StringWriter
    {
        public TaskCompletionSource Entered { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource Release { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public override void Write(string? value)
        {
            Entered.TrySetResult();
            Release.Task.Wait();
        }
    }
}
