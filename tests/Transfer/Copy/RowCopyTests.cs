using ActorMigrate.Control.Plan;
using ActorMigrate.Control.Tasks;
using ActorMigrate.Control.Tests;
using ActorMigrate.Migration;
using ActorMigrate.Migration.Planning;
using ActorMigrate.Transfer.Copy;
using Npgsql;

namespace ActorMigrate.Transfer.Tests.Copy;

public sealed class RowCopyTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_refusal_of_the_target_in_the_middle_is_noticed_although_the_source_goes_on_for_ever(bool binary)
    {
        await using var scripted = await ScriptedNode.CreateAsync();
        // More rows than all buffers hold, and then none any more for an hour.
        await scripted.ExecuteAsync("""
            CREATE VIEW rows AS SELECT g::int AS id, repeat('x', 20000) AS filler
            FROM generate_series(1, 501) g WHERE g <= 500 OR pg_sleep(3600)::text <> 'x';
            CREATE TABLE target (id int CONSTRAINT not_five CHECK (id <> 5), filler text);
            """);

        var error = await Assert.ThrowsAsync<PostgresException>(() => CopyAsync(scripted, binary));

        Assert.Equal(("23514", "not_five"), (error.SqlState, error.ConstraintName));
        await NothingIsLeftAsync(scripted);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_error_of_the_source_in_the_middle_is_the_failure_and_nothing_is_committed(bool binary)
    {
        await using var scripted = await ScriptedNode.CreateAsync();
        await scripted.ExecuteAsync("""
            CREATE VIEW rows AS SELECT (1000 / (3000 - g))::int AS id, repeat('x', 200) AS filler FROM generate_series(1, 6000) g;
            CREATE TABLE target (id int, filler text);
            """);

        var error = await Assert.ThrowsAsync<PostgresException>(() => CopyAsync(scripted, binary));

        Assert.Equal("22012", error.SqlState);
        await NothingIsLeftAsync(scripted);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_copy_that_is_given_up_leaves_no_row_even_without_a_transaction_around_it(bool binary)
    {
        await using var scripted = await ScriptedNode.CreateAsync();
        await scripted.ExecuteAsync("""
            CREATE VIEW rows AS SELECT generate_series(1, 500000000)::int AS id, repeat('x', 2000) AS filler;
            CREATE TABLE target (id int, filler text);
            """);
        using var stop = new CancellationTokenSource();
        var moved = new Moved(stop);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => CopyAsync(scripted, binary, moved, transaction: false, stop.Token));

        Assert.True(moved.Bytes > 0);
        await NothingIsLeftAsync(scripted);
    }

    private static async Task CopyAsync(
        ScriptedNode scripted, bool binary, Moved? moved = null, bool transaction = true, CancellationToken stop = default)
    {
        await scripted.AddAsync(1);
        Assert.Single(await scripted.Tasks.ClaimTasksAsync(scripted.Term, scripted.Node, TaskLane.Copy, 1, 100, default));
        var attempt = (await scripted.Attempts.BeginAsync(1, default))!.Id;
        var payload = new CopyPayload(
            new QualifiedName("public", "rows"), new QualifiedName("public", "target"), ["id", "filler"], binary, null,
            new RowPredicate.KeyRange([], null, null), null);
        var session = new CopySession(await scripted.OpenAsync(), await scripted.OpenAsync());
        try
        {
            await AttemptLedger.NoteBackendAsync(session.Target, attempt, default);
            if (transaction)
                await session.Target.BeginTransactionAsync();
            var copy = new RowCopy(scripted.Attempts, TimeProvider.System, 1 << 16);
            await copy.RunAsync(session, new CopyOrder(payload, payload.Predicate, Freeze: false, attempt, moved ?? new Moved(null)), stop)
                .WaitAsync(Patience, CancellationToken.None);
        }
        finally
        {
            await session.DisposeAsync().AsTask().WaitAsync(Patience);
        }
    }

    /// <summary>No row has come to stay, and no backend goes on with a copy.</summary>
    private static async Task NothingIsLeftAsync(ScriptedNode scripted)
    {
        using var deadline = new CancellationTokenSource(Patience);
        while (await scripted.ScalarAsync<long>(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND query LIKE 'COPY%'") > 0)
            await Task.Delay(20, deadline.Token);
        Assert.Equal(0L, await scripted.ScalarAsync<long>("SELECT count(*) FROM target"));
    }

    /// <summary>Counts, and stops the copy once something has moved.</summary>
    private sealed class Moved(CancellationTokenSource? stop) : IMoved
    {
        public long Bytes { get; private set; }

        public void Add(long rows, long bytes)
        {
            Bytes += bytes;
            stop?.CancelAfter(0);
        }
    }
}
