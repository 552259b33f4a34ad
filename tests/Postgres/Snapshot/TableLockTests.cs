using System.Globalization;
using ActorMigrate.Migration;
using ActorMigrate.Migration.Failures;
using ActorMigrate.Postgres.Session;
using ActorMigrate.Postgres.Snapshot;
using ActorMigrate.TestServers;
using Npgsql;

namespace ActorMigrate.Postgres.Tests.Snapshot;

public sealed class TableLockTests : IAsyncLifetime
{
    private static readonly CancellationToken None = CancellationToken.None;
    private static readonly SnapshotOptions Impatient = new()
        { CheckInterval = TimeSpan.FromDays(1), LockTimeout = TimeSpan.FromMilliseconds(200), LockBatch = 2 };
    private static readonly QualifiedName A = new("public", "a");
    private static readonly QualifiedName B = new("public", "b\"'\n.%");
    private static readonly QualifiedName C = new("public", "c");
    private TestDatabase _test = null!;
    private Database _source = null!;

    public async Task InitializeAsync()
    {
        _test = await TestDatabase.CreateAsync();
        _source = Sessions.Source(_test);
        await _test.ExecuteAsync(
            $"CREATE TABLE a (); CREATE TABLE {Identifier.Qualify(B)} (); CREATE TABLE c (id int) PARTITION BY LIST (id); "
                + "CREATE TABLE child () INHERITS (a)");
    }

    public async Task DisposeAsync()
    {
        await _source.DisposeAsync();
        await _test.DisposeAsync();
    }

    [Fact]
    public async Task Both_holders_lock_every_table_and_nothing_else()
    {
        await using var snapshot = await SourceSnapshot.ExportAsync(_source, Impatient, None);

        Assert.Empty(await snapshot.LockAsync([A, B, C], None));

        var locked = await LocksAsync();
        Assert.Equal(snapshot.HolderPids.Order().SelectMany(pid => new[] { A, B, C }.Select(t => (pid, t.Name))), locked);
    }

    [Fact]
    public async Task Further_tables_are_locked_on_top()
    {
        await using var snapshot = await SourceSnapshot.ExportAsync(_source, Impatient, None);

        await snapshot.LockAsync([A], None);
        await snapshot.LockAsync([], None);
        await snapshot.LockAsync([B, C], None);

        Assert.Equal(6, (await LocksAsync()).Count);
    }

    [Theory]
    [InlineData(15)]
    [InlineData(18)]
    public async Task A_prepared_transaction_that_locks_a_table_is_named_with_the_statements_that_end_it(int major)
    {
        await using var own = await TestServer.StartOwnAsync(major, new Dictionary<string, string> { ["max_prepared_transactions"] = "5" });
        await using var test = await TestDatabase.CreateAsync(TestServer.Of(own));
        await using var source = Sessions.Source(test);
        await test.ExecuteAsync("CREATE TABLE a (); CREATE TABLE other (id int)");
        await test.ExecuteAsync("BEGIN; ALTER TABLE a ADD w int; PREPARE TRANSACTION 'stuck ''40'");
        await test.ExecuteAsync("BEGIN; INSERT INTO other VALUES (1); PREPARE TRANSACTION 'harmless'");
        await using (var snapshot = await SourceSnapshot.ExportAsync(source, Impatient, None))
        {
            var failure = (await Assert.ThrowsAsync<ServerFailureException>(() => snapshot.LockAsync([A], None))).Failure;
            Assert.Contains("public.a: the prepared transaction 'stuck ''40' holds", failure.Message, StringComparison.Ordinal);
            Assert.DoesNotContain("harmless", failure.Message, StringComparison.Ordinal);
            Assert.Contains("ROLLBACK PREPARED 'stuck ''40';", failure.Remedy, StringComparison.Ordinal);
            Assert.DoesNotContain("pg_terminate_backend", failure.Remedy, StringComparison.Ordinal);
        }
        var definition = await LockBlockers.ExplainAsync(
            new PostgresException("canceling", "ERROR", "ERROR", PostgresErrorCodes.LockNotAvailable), [source], None);
        Assert.Contains("'stuck ''40'", definition.Message, StringComparison.Ordinal);
        await test.ExecuteAsync("ROLLBACK PREPARED 'stuck ''40'");
        await test.ExecuteAsync("ROLLBACK PREPARED 'harmless'");
    }

    [Fact]
    public async Task A_table_that_another_session_locks_is_named_with_that_session()
    {
        await using var snapshot = await SourceSnapshot.ExportAsync(_source, Impatient, None);
        await using var blocker = await _test.OpenAsync();
        await blocker.ExecuteAsync($"SET application_name = 'the blocker'; BEGIN; LOCK TABLE {Identifier.Qualify(B)}");

        var failure = (await Assert.ThrowsAsync<ServerFailureException>(() => snapshot.LockAsync([A, B, C], None))).Failure;

        Assert.Equal((FailureClass.Transient, PostgresErrorCodes.LockNotAvailable), (failure.Class, failure.SqlState));
        Assert.Contains(blocker.ProcessID.ToString(CultureInfo.InvariantCulture), failure.Message, StringComparison.Ordinal);
        Assert.Contains("the blocker", failure.Message, StringComparison.Ordinal);
        Assert.Contains("LOCK TABLE", failure.Message, StringComparison.Ordinal);
        Assert.Contains("public.\"b", failure.Message, StringComparison.Ordinal);
        await IsUsableAndUnlockedAsync(snapshot);

        await blocker.ExecuteAsync("ROLLBACK");
        Assert.Empty(await snapshot.LockAsync([A, B, C], None));
        Assert.Equal(6, (await LocksAsync()).Count);
    }

    [Fact]
    public async Task A_table_that_has_vanished_is_named_and_the_snapshot_stays_usable()
    {
        await using var snapshot = await SourceSnapshot.ExportAsync(_source, Impatient, None);
        await _test.ExecuteAsync("DROP TABLE c");

        var failure = (await Assert.ThrowsAsync<ServerFailureException>(() => snapshot.LockAsync([A, B, C], None))).Failure;

        Assert.Contains("public.c", failure.Message, StringComparison.Ordinal);
        Assert.Equal(PostgresErrorCodes.UndefinedTable, failure.SqlState);
        await IsUsableAndUnlockedAsync(snapshot);
    }

    [Fact]
    public async Task Tables_without_the_right_to_read_are_all_named()
    {
        var role = $"role_{Guid.NewGuid():N}";
        await _test.ExecuteAsync($"CREATE ROLE {role} LOGIN PASSWORD 'pw'; GRANT SELECT ON b TO {role}"
            .Replace(" b ", $" {Identifier.Qualify(B)} ", StringComparison.Ordinal));
        try
        {
            var uri = new UriBuilder(_test.Uri) { UserName = role, Password = "pw" };
            await using var source = Sessions.Source(uri.ToString());
            await using var snapshot = await SourceSnapshot.ExportAsync(source, Impatient with { LockBatch = 500 }, None);

            var failure = (await Assert.ThrowsAsync<ServerFailureException>(() => snapshot.LockAsync([A, B, C], None))).Failure;

            Assert.Equal(FailureClass.Permanent, failure.Class);
            Assert.Contains("public.a, public.c", failure.Message, StringComparison.Ordinal);
            Assert.Contains("GRANT SELECT", failure.Remedy!.ToUpperInvariant(), StringComparison.Ordinal);
        }
        finally
        {
            await _test.ExecuteAsync($"DROP OWNED BY {role}; DROP ROLE {role}");
        }
    }

    [Fact]
    public async Task Cancelling_the_wait_for_a_lock_keeps_the_snapshot()
    {
        await using var snapshot =
            await SourceSnapshot.ExportAsync(_source, Impatient with { LockTimeout = TimeSpan.FromMinutes(5) }, None);
        await using var blocker = await _test.OpenAsync();
        await blocker.ExecuteAsync("BEGIN; LOCK TABLE c");
        using var stop = new CancellationTokenSource();
        var locking = snapshot.LockAsync([A, B, C], stop.Token);
        await Eventually.TrueAsync(async () => await _test.ScalarAsync<long>(
            $"SELECT count(*) FROM pg_locks WHERE NOT granted AND pid IN ({string.Join(',', snapshot.HolderPids)})") == 1);

        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => locking);

        await blocker.ExecuteAsync("ROLLBACK");
        await IsUsableAndUnlockedAsync(snapshot);
    }

    [Fact]
    public async Task Where_the_lock_table_is_too_small_the_first_tables_are_locked_and_the_rest_named()
    {
        await using var server = await TestServer.StartOwnAsync(settings: new Dictionary<string, string>
        {
            ["max_locks_per_transaction"] = "10", ["max_connections"] = "20", ["autovacuum"] = "off",
        });
        await using var source = Sessions.Source(server.Uri);
        var tables = await CreateTablesAsync(server.Uri, 1000);
        await using var snapshot = await SourceSnapshot.ExportAsync(source, Impatient with { LockBatch = 50 }, None);

        var unlocked = await snapshot.LockAsync(tables, None);

        Assert.InRange(unlocked.Count, 1, 999);
        Assert.Equal(tables.Skip(tables.Count - unlocked.Count), unlocked);
        await using var session = await snapshot.OpenAsync(SessionPurpose.Copy, None);
        Assert.Equal(2L * (1000 - unlocked.Count), await session.ScalarAsync<long>(
            "SELECT count(*) FROM pg_catalog.pg_locks WHERE mode = 'AccessShareLock' AND pid IN "
                + $"({string.Join(',', snapshot.HolderPids)}) AND relation >= 16384"));
    }

    [Fact]
    public async Task Where_others_have_filled_the_lock_table_some_room_is_given_back()
    {
        await using var server = await TestServer.StartOwnAsync(settings: new Dictionary<string, string>
        {
            ["max_locks_per_transaction"] = "64", ["max_connections"] = "100", ["autovacuum"] = "off",
        });
        var tables = await CreateTablesAsync(server.Uri, 4000);
        await using var hoarder = await HoardAsync(server.ConnectionString());
        await using var source = Sessions.Source(server.Uri);
        await using var snapshot = await SourceSnapshot.ExportAsync(source, Impatient with { LockBatch = 100 }, None);

        var unlocked = await snapshot.LockAsync(tables, None);

        Assert.InRange(unlocked.Count, 1, 4000);
        Assert.Equal(2, snapshot.HolderPids.Count);
        await using var session = await snapshot.OpenAsync(SessionPurpose.Copy, None);
        Assert.Equal(4000L, await session.ScalarAsync<long>(
            "SELECT count(*) FROM pg_catalog.pg_class WHERE relname LIKE 't%' AND relnamespace = 'public'::regnamespace"));
    }

    // Fills the lock table up to a rest that a few hundred tables do not fit into.
    private static async Task<NpgsqlConnection> HoardAsync(string connectionString)
    {
        var hoarder = new NpgsqlConnection(connectionString);
        await hoarder.OpenAsync();
        await hoarder.ExecuteAsync("SET client_min_messages = error");
        await hoarder.ExecuteAsync("""
            DO $$
            BEGIN
              FOR n IN 1..1000000 LOOP PERFORM pg_advisory_lock(n); END LOOP;
            EXCEPTION WHEN out_of_memory THEN NULL;
            END $$
            """);
        await hoarder.ExecuteAsync("SELECT count(pg_advisory_unlock(n)) FROM generate_series(1, 300) AS n");
        return hoarder;
    }

    private static async Task<List<QualifiedName>> CreateTablesAsync(string uri, int count)
    {
        await using var database = new Database(Sessions.Connection(uri, "target"), Side.Target);
        await using var session = await database.OpenAsync(SessionPurpose.Schema, None);
        // In several transactions: creating a table needs locks, too.
        for (var from = 1; from <= count; from += 50)
        {
            await session.ExecuteAsync(
                $"DO $$ BEGIN FOR n IN {from}..{from + 49} LOOP EXECUTE 'CREATE TABLE public.t' || n || ' ()'; END LOOP; END $$");
        }

        return [.. Enumerable.Range(1, count).Select(n => new QualifiedName("public", $"t{n}"))];
    }

    private static async Task IsUsableAndUnlockedAsync(SourceSnapshot snapshot)
    {
        await using var session = await snapshot.OpenAsync(SessionPurpose.Copy, None);
        Assert.Equal(0L, await session.ScalarAsync<long>(
            "SELECT count(*) FROM pg_catalog.pg_locks WHERE locktype = 'relation' AND relation >= 16384 AND pid IN "
                + $"({string.Join(',', snapshot.HolderPids)})"));
        Assert.Equal(2, snapshot.HolderPids.Count);
        Assert.False(snapshot.Lost.IsCompleted);
    }

    private async Task<List<(int Pid, string Table)>> LocksAsync()
    {
        await using var session = await _test.OpenAsync();
        await using var command = new NpgsqlCommand(
            "SELECT l.pid, relname::text FROM pg_locks l JOIN pg_class c ON c.oid = relation JOIN pg_stat_activity s ON s.pid = l.pid "
                + "WHERE mode = 'AccessShareLock' AND relation >= 16384 AND datname = current_database() "
                + "ORDER BY l.pid, relname COLLATE \"C\"", session);
        await using var reader = await command.ExecuteReaderAsync();
        var locks = new List<(int, string)>();
        while (await reader.ReadAsync())
            locks.Add((reader.GetInt32(0), reader.GetString(1)));
        return locks;
    }

    [Fact]
    public async Task A_holder_whose_process_is_stopped_does_not_keep_the_other_from_its_locks()
    {
        await using var server = await TestServer.StartOwnAsync();
        await using var source = Sessions.Source(server.Uri);
        await using var snapshot = await SourceSnapshot.ExportAsync(
            source, Impatient with { AnswerWithin = TimeSpan.FromSeconds(1) }, None);
        var frozen = snapshot.HolderPids[0];
        await ClientProgram.RunAsync("kill", ["-STOP", $"{frozen}"]);
        try
        {
            Assert.Empty(await snapshot.LockAsync([new("pg_catalog", "pg_class")], None).WaitAsync(Eventually.Patience));
        }
        finally
        {
            await ClientProgram.RunAsync("kill", ["-CONT", $"{frozen}"]);
        }
    }
}
