using ActorMigrate.Migration.Failures;
using ActorMigrate.Postgres.LocalServers;
using ActorMigrate.Postgres.Session;
using ActorMigrate.Postgres.Snapshot;
using ActorMigrate.TestServers;
using Npgsql;

namespace ActorMigrate.Postgres.Tests.Snapshot;

public sealed class SourceSnapshotTests : IAsyncLifetime
{
    private static readonly CancellationToken None = CancellationToken.None;
    private static readonly SnapshotOptions Watchful = new() { CheckInterval = TimeSpan.FromMilliseconds(50) };
    private static readonly SnapshotOptions Asleep = new() { CheckInterval = TimeSpan.FromDays(1) };
    private TestDatabase _test = null!;
    private Database _source = null!;

    public async Task InitializeAsync()
    {
        _test = await TestDatabase.CreateAsync();
        _source = Sessions.Source(_test);
        await _test.ExecuteAsync("CREATE TABLE seen (id int); INSERT INTO seen VALUES (1)");
    }

    public async Task DisposeAsync()
    {
        await _source.DisposeAsync();
        await _test.DisposeAsync();
    }

    [Theory]
    [InlineData(15)]
    [InlineData(18)]
    public async Task Every_session_sees_the_rows_of_the_moment_of_the_export(int major)
    {
        await using var test = await TestDatabase.CreateAsync(major);
        await using var source = Sessions.Source(test);
        await test.ExecuteAsync("CREATE TABLE seen (id int); INSERT INTO seen VALUES (1)");
        await using var snapshot = await SourceSnapshot.ExportAsync(source, None);
        await test.ExecuteAsync("INSERT INTO seen VALUES (2)");

        Assert.Equal(1L, await CountAsync(snapshot));
        Assert.Equal(2, snapshot.HolderPids.Distinct().Count());
        Assert.Equal(2, snapshot.Ids.Distinct().Count());
        Assert.Contains(snapshot.Id, snapshot.Ids);
    }

    [Fact]
    public async Task A_session_under_the_snapshot_is_pinned_and_cannot_write()
    {
        await using var snapshot = await SourceSnapshot.ExportAsync(_source, None);
        await using var session = await snapshot.OpenAsync(SessionPurpose.Copy, None);

        Assert.Equal("repeatable read", await session.ScalarAsync<string>("SHOW transaction_isolation"));
        Assert.Equal("ISO, MDY", await session.ScalarAsync<string>("SHOW DateStyle"));
        await Assert.ThrowsAsync<PostgresException>(() => session.ExecuteAsync("DELETE FROM public.seen"));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task A_holder_that_dies_is_replaced_with_its_locks(int victim)
    {
        await using var snapshot = await SourceSnapshot.ExportAsync(_source, Watchful, None);
        await snapshot.LockAsync([new("public", "seen")], None);
        var changed = NextChange(snapshot);
        await _test.ExecuteAsync("INSERT INTO seen VALUES (2)");

        await KillAsync(snapshot.HolderPids[victim]);
        await changed;

        Assert.Equal(1L, await CountAsync(snapshot));
        await Eventually.TrueAsync(
            async () => (await LockersAsync("seen")).SetEquals(snapshot.HolderPids) && snapshot.HolderPids.Count == 2);
        Assert.False(snapshot.Lost.IsCompleted);
    }

    [Fact]
    public async Task A_holder_that_dies_is_replaced_at_the_next_look_at_the_locks()
    {
        var time = new ManualTime();
        await using var snapshot = await SourceSnapshot.ExportAsync(_source, Asleep with { Time = time }, None);
        var changed = NextChange(snapshot);

        await KillAsync(snapshot.HolderPids[0]);
        await time.PassAsync(Asleep.CheckInterval / 10);

        await changed;
        await Eventually.TrueAsync(() => Task.FromResult(snapshot.HolderPids.Count == 2));
        Assert.False(snapshot.Lost.IsCompleted);
    }

    [Fact]
    public async Task A_snapshot_outlives_all_of_its_first_holders()
    {
        await using var snapshot = await SourceSnapshot.ExportAsync(_source, Watchful, None);
        await snapshot.LockAsync([new("public", "seen")], None);
        await _test.ExecuteAsync("INSERT INTO seen VALUES (2)");
        for (var round = 0; round < 10; round++)
        {
            var changed = NextChange(snapshot);
            await KillAsync(snapshot.HolderPids[round % 2]);
            await changed;
            Assert.Equal(1L, await CountAsync(snapshot));
            await Eventually.TrueAsync(() => Task.FromResult(snapshot.HolderPids.Count == 2));
        }

        var refused = await Assert.ThrowsAsync<PostgresException>(() => _test.ExecuteAsync("SET lock_timeout = '1ms'; TRUNCATE seen"));
        Assert.Equal(PostgresErrorCodes.LockNotAvailable, refused.SqlState);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task A_reader_comes_in_by_the_holder_that_is_left(int victim)
    {
        await using var snapshot = await SourceSnapshot.ExportAsync(_source, Asleep, None);
        await KillAsync(snapshot.HolderPids[victim]);

        Assert.Equal(1L, await CountAsync(snapshot));
    }

    [Theory]
    [InlineData(15)]
    [InlineData(16)]
    [InlineData(17)]
    [InlineData(18)]
    public async Task When_no_holder_lives_the_snapshot_is_lost_and_says_so(int major)
    {
        await using var test = await TestDatabase.CreateAsync(major);
        await using var source = Sessions.Source(test);
        await using var snapshot = await SourceSnapshot.ExportAsync(source, Asleep, None);
        await test.ExecuteAsync(
            $"SELECT pg_terminate_backend(pid, 30000) FROM unnest(ARRAY[{string.Join(',', snapshot.HolderPids)}]) AS pid");

        var lost = await Assert.ThrowsAsync<ServerFailureException>(() => snapshot.OpenAsync(SessionPurpose.Copy, None));

        Assert.Equal(FailureClass.Fatal, SqlStates.Classify(lost).Class);
        Assert.Contains("snapshot is lost", lost.Message, StringComparison.Ordinal);
        Assert.Equal(lost.Failure, await snapshot.Lost);
        Assert.Empty(snapshot.HolderPids);
    }

    [Fact]
    public async Task The_loss_is_noticed_without_anyone_asking()
    {
        await using var snapshot = await SourceSnapshot.ExportAsync(_source, Watchful, None);
        await _test.ExecuteAsync($"SELECT pg_terminate_backend(pid) FROM unnest(ARRAY[{string.Join(',', snapshot.HolderPids)}]) AS pid");

        var failure = await snapshot.Lost.WaitAsync(Eventually.Patience);

        Assert.Equal(FailureClass.Fatal, failure.Class);
    }

    [Fact]
    public async Task A_restart_of_the_server_loses_it()
    {
        await using var server = await TestServer.StartOwnAsync();
        await using var source = Sessions.Source(server.Uri);
        await using var snapshot = await SourceSnapshot.ExportAsync(source, Watchful, None);

        await server.RestartAsync(StopMode.Immediate);

        await snapshot.Lost.WaitAsync(Eventually.Patience);
    }

    [Fact]
    public async Task One_that_gathers_later_is_read_at_once_and_locked_by_all_its_holders()
    {
        await using var snapshot = await SourceSnapshot.ExportAsync(_source, Asleep with { GathersLater = true }, None);
        await _test.ExecuteAsync("INSERT INTO seen VALUES (2)");

        Assert.Equal(1L, await CountAsync(snapshot));
        await snapshot.LockAsync([new("public", "seen")], None);

        Assert.Equal(2, snapshot.HolderPids.Count);
        // The session that has counted may take a moment to end.
        Assert.Equal(2L, await _test.ScalarAsync<long>(
            "SELECT count(DISTINCT pid) FROM pg_locks WHERE relation = 'seen'::regclass AND mode = 'AccessShareLock' AND pid IN "
                + $"({string.Join(',', snapshot.HolderPids)})"));
    }

    [Fact]
    public async Task Another_node_joins_and_takes_over_when_the_first_is_gone()
    {
        var first = await SourceSnapshot.ExportAsync(_source, Asleep, None);
        await using var second = await SourceSnapshot.ImportAsync(_source, ["00000000-00000000-1", .. first.Ids], Watchful, None);
        await _test.ExecuteAsync("INSERT INTO seen VALUES (2)");

        await first.DisposeAsync();

        Assert.Equal(1L, await CountAsync(second));
    }

    [Fact]
    public async Task A_node_whose_holders_all_died_comes_back_by_another_nodes_ids()
    {
        await using var other = await SourceSnapshot.ExportAsync(_source, Asleep, None);
        await using var snapshot =
            await SourceSnapshot.ImportAsync(_source, other.Ids, Asleep with { OtherIds = _ => Task.FromResult(other.Ids) }, None);
        await _test.ExecuteAsync("INSERT INTO seen VALUES (2)");
        foreach (var pid in snapshot.HolderPids)
            await KillAsync(pid);

        Assert.Equal(1L, await CountAsync(snapshot));
        Assert.Equal(2, snapshot.HolderPids.Count);
    }

    [Fact]
    public async Task Nobody_joins_a_snapshot_that_is_gone()
    {
        var gone = await SourceSnapshot.ExportAsync(_source, Asleep, None);
        var ids = gone.Ids;
        await gone.DisposeAsync();

        var lost = await Assert.ThrowsAsync<ServerFailureException>(() => SourceSnapshot.ImportAsync(_source, ids, Asleep, None));

        Assert.Equal(FailureClass.Fatal, lost.Failure.Class);
    }

    [Fact]
    public async Task Letting_go_leaves_no_session_behind()
    {
        var snapshot = await SourceSnapshot.ExportAsync(_source, Watchful, None);
        await snapshot.LockAsync([new("public", "seen")], None);
        await snapshot.DisposeAsync();
        await snapshot.DisposeAsync();

        await Eventually.TrueAsync(
            async () =>
                await _test.ScalarAsync<long>(
                    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND "
                        + "application_name = 'actormigrate snapshot'") == 0);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => snapshot.OpenAsync(SessionPurpose.Copy, None));
    }

    [Fact]
    public async Task A_holder_that_does_not_answer_is_replaced_while_another_answers()
    {
        await using var server = await TestServer.StartOwnAsync();
        await using var source = Sessions.Source(server.Uri);
        await using var snapshot = await SourceSnapshot.ExportAsync(source, Watchful with { AnswerWithin = TimeSpan.FromSeconds(2) }, None);
        var frozen = snapshot.HolderPids[0];
        var changed = NextChange(snapshot);
        await SignalAsync("STOP", frozen);
        try
        {
            await changed;
            Assert.DoesNotContain(frozen, snapshot.HolderPids);
            Assert.False(snapshot.Lost.IsCompleted);
        }
        finally
        {
            await SignalAsync("CONT", frozen);
        }
    }

    [Fact]
    public async Task Holders_that_all_do_not_answer_are_waited_for()
    {
        await using var server = await TestServer.StartOwnAsync();
        await using var source = Sessions.Source(server.Uri);
        var time = new CountingTime();
        await using var snapshot =
            await SourceSnapshot.ExportAsync(source, Watchful with { AnswerWithin = TimeSpan.FromMilliseconds(500), Time = time }, None);
        var pids = await FreezeAllAsync(snapshot, time);
        try
        {
            await Assert.ThrowsAsync<ServerFailureException>(() => snapshot.LockAsync([new("pg_catalog", "pg_class")], None));
        }
        finally
        {
            await SignalAllAsync("CONT", pids);
        }

        await using var session = await snapshot.OpenAsync(SessionPurpose.Copy, None);
        Assert.False(snapshot.Lost.IsCompleted);
        Assert.Equal(pids, snapshot.HolderPids);
    }

    /// <summary>Freezes every holder. A look under way may have had the answer of one already, and then replaces the others: so again,
    /// until none was replaced.</summary>
    private static async Task<IReadOnlyList<int>> FreezeAllAsync(SourceSnapshot snapshot, CountingTime time)
    {
        while (true)
        {
            var pids = snapshot.HolderPids;
            await SignalAllAsync("STOP", pids);
            var before = time.Timers;
            // Each look sets a timer for each holder.
            await Eventually.TrueAsync(() => Task.FromResult(time.Timers >= before + 12));
            if (snapshot.HolderPids.SequenceEqual(pids))
                return pids;
            await SignalAllAsync("CONT", pids);
        }
    }

    private static Task SignalAllAsync(string signal, IEnumerable<int> pids) => Task.WhenAll(pids.Select(pid => SignalAsync(signal, pid)));

    [Fact]
    public async Task It_is_released_within_its_time_although_the_source_answers_nothing()
    {
        await using var server = await TestServer.StartOwnAsync();
        // The driver waits as long for the answer to a request to cancel.
        await using var source = Sessions.Source($"{server.Uri}?connect_timeout=3600");
        var time = new ManualTime();
        var snapshot = await SourceSnapshot.ExportAsync(source, Asleep with { Time = time }, None);
        using (FrozenServer.Freeze(server))
        {
            var locking = snapshot.LockAsync([new("pg_catalog", "pg_class")], None);

            var releasing = snapshot.DisposeAsync().AsTask();
            await time.FireAsync(releasing);

            await releasing;
            Assert.False(locking.IsCompleted);
        }
    }

    [Fact]
    public async Task Readers_go_to_the_host_that_exported_it_and_to_no_other()
    {
        await using var server = await TestServer.StartOwnAsync();
        var user = new Uri(server.Uri).UserInfo;
        await using var elsewhere = await TestServer.StartOwnAsync();
        await using var source =
            Sessions.Source(
                "postgresql://"
                    + $"{user}@127.0.0.1:1,{Uri.EscapeDataString(server.SocketFolder)}:{server.Port},127.0.0.1:{elsewhere.Port}/postgres");
        await using var snapshot = await SourceSnapshot.ExportAsync(source, Asleep, None);

        for (var reader = 0; reader < 3; reader++)
        {
            await using var session = await snapshot.OpenAsync(SessionPurpose.Copy, None);
            Assert.Equal(server.SocketFolder, session.Host);
        }
    }

    private static Task NextChange(SourceSnapshot snapshot)
    {
        var changed = new TaskCompletionSource();
        snapshot.IdsChanged += (_, _) => changed.TrySetResult();
        return changed.Task.WaitAsync(Eventually.Patience);
    }

    private static async Task<long> CountAsync(SourceSnapshot snapshot)
    {
        await using var session = await snapshot.OpenAsync(SessionPurpose.Copy, None);
        return await session.ScalarAsync<long>("SELECT count(*) FROM public.seen");
    }

    private Task KillAsync(int pid) => _test.ScalarAsync<bool>($"SELECT pg_terminate_backend({pid}, 30000)");

    private static Task SignalAsync(string signal, int pid) => ClientProgram.RunAsync("kill", [$"-{signal}", $"{pid}"]);

    private async Task<HashSet<int>> LockersAsync(string table) =>
        [.. await _test.ScalarAsync<int[]>(
            $"SELECT array_agg(pid) FROM pg_locks WHERE relation = '{table}'::regclass AND mode = 'AccessShareLock'") ?? []];

    private sealed class CountingTime : TimeProvider
    {
        private int _timers;

        public int Timers => Volatile.Read(ref _timers);

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            Interlocked.Increment(ref _timers);
            return base.CreateTimer(callback, state, dueTime, period);
        }
    }
}
