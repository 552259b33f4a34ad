using ActorMigrate.Control.Status;
using ActorMigrate.Migration;
using ActorMigrate.TestServers;
using Npgsql;

namespace ActorMigrate.Control.Tests;

/// <summary>The tasks of a lot share one backend; the status tells its progress and its wait of the task that it is at.</summary>
public sealed class StatusRunningTests
{
    private static readonly NodeId Node = new(Guid.NewGuid());

    [Fact]
    public async Task The_progress_of_a_lot_stands_with_the_table_that_is_being_copied()
    {
        await using var ledger = await LedgerFixture.CreateAsync();
        await using var backend = await BeginAsync(ledger);
        await using var copy = await backend.BeginTextImportAsync("COPY x.t2 FROM STDIN");
        // The server counts what it has read, and reads by the buffer.
        await copy.WriteAsync(string.Concat(Enumerable.Repeat("1\n", 100_000)));
        await copy.FlushAsync();

        await Eventually.TrueAsync(async () => (await RunningAsync(ledger)).Any(task => task.Bytes > 0), "no progress shows");

        var moving = Assert.Single(await RunningAsync(ledger), task => task.Bytes > 0 || task.Rows > 0 || task.WaitsFor is not null);
        Assert.Equal("copy t2", moving.Name);
    }

    [Fact]
    public async Task The_wait_of_a_lot_is_shown_once()
    {
        await using var ledger = await LedgerFixture.CreateAsync();
        await using var backend = await BeginAsync(ledger);
        await using var other = await ledger.OpenAsync();
        await using var lockedBy = await other.BeginTransactionAsync();
        await ExecuteAsync(other, "LOCK TABLE x.t3");
        var waiting = ExecuteAsync(backend, "TRUNCATE x.t3");

        await Eventually.TrueAsync(async () => (await RunningAsync(ledger)).Any(task => task.BlockedBy.Count > 0), "no wait shows");

        var blocked = Assert.Single(await RunningAsync(ledger), task => task.WaitsFor is not null);
        Assert.Equal(("copy t1", other.ProcessID), (blocked.Name, Assert.Single(blocked.BlockedBy)));
        await lockedBy.RollbackAsync();
        await waiting;
    }

    /// <summary>Begins a lot of three copies and returns the session that writes for them.</summary>
    private static async Task<NpgsqlConnection> BeginAsync(LedgerFixture ledger)
    {
        var backend = await ledger.OpenAsync();
        await ExecuteAsync(backend, "CREATE SCHEMA x; CREATE TABLE x.t1 (a int); CREATE TABLE x.t2 (a int); CREATE TABLE x.t3 (a int)");
        await ledger.JoinAsync(Node, "a", copySlots: 1);
        await ledger.WritePlanAsync(
            [LedgerFixture.Relation(1), LedgerFixture.Relation(2), LedgerFixture.Relation(3)], withCopies: false,
            [.. Enumerable.Range(1, 3).Select(id => LedgerFixture.Copy(id) with { Name = $"copy t{id}", Relation = id, Together = true })]);
        var lot = await ledger.Tasks.ClaimTasksAsync(ledger.Term, Node, TaskLane.Copy, 1, 1, default);
        Assert.Equal(3, lot.Count);
        await ledger.AttemptsOf(Node).BeginLotAsync(backend, lot.Select(task => task.Id), default);
        return backend;
    }

    private static async Task<IReadOnlyList<RunningStatus>> RunningAsync(LedgerFixture ledger)
    {
        await using var looking = await ledger.OpenAsync();
        var running = (await StatusLedger.ReadAsync(looking, default))!.Running;
        Assert.Equal(3, running.Count);
        return running;
    }

    private static async Task ExecuteAsync(NpgsqlConnection session, string sql)
    {
        await using var command = new NpgsqlCommand(sql, session);
        await command.ExecuteNonQueryAsync();
    }
}
