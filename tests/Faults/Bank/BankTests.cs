using ActorMigrate.Faults.Tests.Matrix;
using ActorMigrate.Faults.Tests.Proxy;
using ActorMigrate.TestServers;
using Npgsql;
using Xunit.Abstractions;

namespace ActorMigrate.Faults.Tests.Bank;

/// <summary>A bank that stays open while it is migrated: the target holds just what the snapshot saw, or the run says why not.</summary>
public sealed class BankTests(ITestOutputHelper output)
{
    private const int Refused = 2;

    private static readonly ChangeKind[] All = Enum.GetValues<ChangeKind>();

    /// <summary>Between two changes, a migration has time to take its snapshot and its locks: soon on a quick machine, and on any machine
    /// in the end, because the pace slackens.</summary>
    private static readonly TimeSpan Leisurely = TimeSpan.FromSeconds(2);

    /// <summary>The target answers nothing while the snapshot is looked at, which takes a busy machine some time.</summary>
    private static readonly Dictionary<string, string> Patient = new() { ["ACTORMIGRATE_STALL_TIMEOUT"] = "10 m" };

    [Fact]
    public async Task Rows_that_are_moved_about_while_money_moves_arrive_as_the_snapshot_saw_them() =>
        Assert.True(await MigrateAsync(1, Leisurely, ChangeKind.Rewrite), "It is refused.");

    [Fact]
    public Task Tables_that_are_changed_all_the_time_arrive_as_the_snapshot_saw_them_or_the_run_names_them() =>
        MigrateAsync(2, TimeSpan.Zero, All);

    [LongTheory(sampled: false)]
    [InlineData(ChangeKind.Rewrite)]
    [InlineData(ChangeKind.Truncate)]
    [InlineData(ChangeKind.Alter)]
    [InlineData(ChangeKind.Drop)]
    public async Task And_again_and_again(ChangeKind kind)
    {
        var succeeded = 0;
        for (var seed = 1; seed <= 5; seed++)
            succeeded += await MigrateAsync(seed, Leisurely, kind) ? 1 : 0;
        Assert.True(succeeded > 0, "It is always refused.");
        await MigrateAsync(6, TimeSpan.Zero, kind);
        await MigrateAsync(7, TimeSpan.FromMilliseconds(100), All);
    }

    /// <summary>False when the run was refused with the reason, and left the target alone.</summary>
    private async Task<bool> MigrateAsync(int seed, TimeSpan pace, params ChangeKind[] kinds)
    {
        var server = await TestServer.GetAsync();
        await using var source = await TestDatabase.CreateAsync(server);
        await using var target = await TestDatabase.CreateAsync(server);
        var changes = new TableChanges(seed, kinds);
        await using var bank = await Bank.OpenAsync(source, seed, changes, pace, slackens: pace == Leisurely);
        await Eventually.TrueAsync(() => Task.FromResult(bank.Moves > 10 && bank.Changed > 0), "the bank does not open");
        await using var proxy = FaultProxy.Before(new NpgsqlConnectionStringBuilder(target.ConnectionString).Port);
        await using var run = FaultRun.Start(
            false, Patient, "migrate", "--source", source.Uri, "--target", proxy.Through(target.Uri), "--json",
            "--partition-threshold", "1000 rows", "--max-partitions", "4", "--copy-slots", "2");

        // Nothing moves on, and the snapshot is held, until it has been looked at and every change was tried against its locks.
        var locked = run.Lines.WhenAsync(
            happened => Moment.Is(happened, "phase-entered") && happened.GetProperty("phase").GetString() == "CreateTargetTables");
        await Task.WhenAny(locked, run.Ended);
        proxy.ToServer.Fault = new ProxyFault.BlackHole();
        var expected = run.Ended.IsCompleted ? null : await BankSnapshot.SeeAsync(source, target);
        var before = bank.Tries;
        if (expected is not null && pace < Leisurely)
            await Eventually.TrueAsync(() => Task.FromResult(bank.Tries >= before + changes.RoundLength), "nobody changes tables any more");
        proxy.Heal();

        var code = await run.Ended.WaitAsync(Patience.ForARun);
        output.WriteLine(
            $"seed {seed}, {string.Join(" and ", kinds)}: exit code {code}, {bank.Moves} moves, {bank.Changed} of {bank.Tries} changes");
        if (code == Refused)
        {
            await ShouldHaveAReasonAsync(run, target);
            return false;
        }

        Assert.True(code == 0, $"Exit code {code}:\n{run.Printed}");
        await expected!.ShouldBeInAsync(target);
        return true;
    }

    private static async Task ShouldHaveAReasonAsync(FaultRun run, TestDatabase target)
    {
        Assert.Matches(
            "Tables are truncated, rewritten or altered again and again while the migration begins: "
            + @"public\.(account|vault|scratch|doomed)",
            run.Printed);
        Assert.Contains("Keep other sessions from changing the schema", run.Printed, StringComparison.Ordinal);
        Assert.Equal(0, await target.ScalarAsync<long>("SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace"));
        Assert.False(await LedgerConsistency.HasLedgerAsync(target));
    }
}
