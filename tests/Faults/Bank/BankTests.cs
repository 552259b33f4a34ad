using ActorMigrate.TestServers;
using Npgsql;

namespace ActorMigrate.Faults.Tests;

/// <summary>A bank that stays open while it is migrated: the target holds just what the snapshot saw, or the run says why not.</summary>
public sealed class BankTests
{
    [Fact]
    public Task The_target_is_the_banks_at_one_moment() => ManyAsync(rounds: 2);

    [LongFact]
    public Task And_again_and_again() => ManyAsync(rounds: 25);

    private static async Task ManyAsync(int rounds)
    {
        var succeeded = false;
        for (var seed = 1; seed <= rounds; seed++)
            succeeded |= await MigrateAsync(seed, calm: false);
        // So many changes may come between the snapshot and the locks that every run is refused. One succeeds when money alone is moved.
        Assert.True(succeeded || await MigrateAsync(rounds + 1, calm: true), "Nobody changes tables, and yet the run is refused.");
    }

    private static async Task<bool> MigrateAsync(int seed, bool calm)
    {
        var server = await TestServer.GetAsync();
        await using var source = await TestDatabase.CreateAsync(server);
        await using var target = await TestDatabase.CreateAsync(server);
        await using var bank = await Bank.OpenAsync(source, seed, calm);
        await Eventually.TrueAsync(() => Task.FromResult(bank.Moves > 10 && (calm || bank.TableChanges > 0)), "the bank does not open");
        await using var proxy = FaultProxy.Before(new NpgsqlConnectionStringBuilder(target.ConnectionString).Port);
        await using var run = FaultRun.Start(
            false, "migrate", "--source", source.Uri, "--target", proxy.Through(target.Uri), "--json",
            "--partition-threshold", "1000 rows", "--max-partitions", "4", "--copy-slots", "2");

        // Nothing moves on, and the snapshot is held, until it has been looked at.
        var copying = run.Lines.WhenAsync(happened => Moment.Is(happened, "phase-entered") && happened.GetProperty("phase").GetString() == "CreateTargetTables");
        await Task.WhenAny(copying, run.Ended);
        proxy.ToServer.Fault = new ProxyFault.BlackHole();
        var expected = run.Ended.IsCompleted ? null : await SeenAsync(source, target);
        proxy.Heal();

        if (await run.Ended.WaitAsync(Patience.ForARun) is var code && code != 0)
        {
            // It says which table was in the way, or what happened to it.
            Assert.True(code is 2 or 5 && ReasonIn(run.Printed), $"Exit code {code}:\n{run.Printed}");
            return false;
        }

        Assert.NotNull(expected);
        Assert.Equal(expected, await Contents.OfAsync(target));
        Assert.Equal(Bank.Total, await target.ScalarAsync<long>("SELECT (SELECT sum(balance) FROM account)::bigint + (SELECT sum(balance) FROM vault)::bigint"));
        Assert.True(await target.ScalarAsync<bool>("SELECT (SELECT sum(moves) FROM account) = (SELECT sum(moves) FROM vault)"));
        return true;
    }

    private static bool ReasonIn(string printed) =>
        Array.Exists(["account", "vault", "scratch", "doomed"], table => printed.Contains("public." + table, StringComparison.Ordinal));

    /// <summary>What the migration's own snapshot sees, in the form of <see cref="Contents"/>.</summary>
    private static async Task<IReadOnlyList<string>> SeenAsync(TestDatabase source, TestDatabase target)
    {
        string? snapshot = null;
        await Eventually.TrueAsync(
            async () => (snapshot = await target.ScalarAsync<string>("SELECT id FROM actormigrate.snapshot WHERE released_at IS NULL LIMIT 1")) is not null,
            "no snapshot is recorded");
        await using var session = await source.OpenAsync();
        await using var transaction = await session.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead);
        await using (var import = new NpgsqlCommand($"SET TRANSACTION SNAPSHOT '{snapshot}'", session))
            await import.ExecuteNonQueryAsync();
        return await Contents.OfAsync(session);
    }
}
