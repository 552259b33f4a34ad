using ActorMigrate.Host.Dashboard;
using ActorMigrate.TestServers;

namespace ActorMigrate.Host.Tests.Dashboard;

public sealed class DashboardFeedTests : IAsyncDisposable
{
    private static readonly Task Never = new TaskCompletionSource().Task;

    private readonly TestServers.ManualTime _time = new();
    private readonly FakeWatch _watch = new();
    private readonly DashboardState _state;
    private readonly DashboardFeed _feed;

    public DashboardFeedTests()
    {
        _state = new DashboardState(new DashboardProcess("db1", AllowsControl: false), _time);
        _feed = new DashboardFeed(_watch, _state, _time);
    }

    public ValueTask DisposeAsync() => _feed.DisposeAsync();

    [Fact]
    public async Task A_ledger_that_takes_long_to_read_is_read_to_its_end_while_the_target_answers()
    {
        var (slow, pinged, pings) = (new TaskCompletionSource(), new TaskCompletionSource(), 0);
        _watch.Waits = (slow.Task, Task.CompletedTask);
        _watch.OnPing = () =>
        {
            if (++pings == 5)
                pinged.SetResult();
        };
        var look = _feed.RefreshAsync(default);

        await _time.FireAsync(pinged.Task);
        Assert.False(look.IsCompleted);
        slow.SetResult();
        await look;

        Assert.Null(_state.Problem);
        Assert.NotNull(_state.Seen);
    }

    [Fact]
    public async Task A_target_that_refuses_sessions_while_the_ledger_is_read_cannot_be_read()
    {
        _watch.Waits = (Never, Task.CompletedTask);
        _watch.Away = "The target is away.";
        var look = _feed.RefreshAsync(default);

        await _time.FireAsync(look);
        await look;

        Assert.Equal("The target is away. Wait.", _state.Problem);
    }

    [Fact]
    public async Task A_target_that_answers_nothing_cannot_be_read()
    {
        _watch.Waits = (Never, Never);
        var look = _feed.RefreshAsync(default);

        await _time.FireAsync(look);
        await look;

        Assert.Equal("The target has not answered for 10 seconds.", _state.Problem);
    }

    [Fact]
    public async Task A_read_without_end_is_given_up()
    {
        _watch.Waits = (Never, Task.CompletedTask);
        var look = _feed.RefreshAsync(default);

        await _time.FireAsync(look);
        await look;

        Assert.Contains("could not be read within", _state.Problem, StringComparison.Ordinal);
    }
}
