using ActorMigrate.TestServers;
using Npgsql;

namespace ActorMigrate.Faults.Tests.Matrix;

/// <summary>The checks that the matrix makes after each fault find the faults that they are for.</summary>
public sealed class FaultCheckTests(FaultServers servers) : IClassFixture<FaultServers>
{
    private const string Blocked = "(SELECT min(id) FROM actormigrate.task WHERE state = 'blocked')";
    private const string Copied = "(SELECT min(id) FROM actormigrate.task WHERE lane = 'copy' AND state = 'done' AND rows > 0)";
    private const string Made = "(SELECT min(needs) FROM actormigrate.task_need WHERE task = " + Copied + ")";

    [Fact]
    public async Task Whatever_is_left_or_lost_in_a_database_is_found()
    {
        await using var scene = await FaultScene.SetAsync(servers);
        await using (var run = FaultRun.Start(false, scene.Command("migrate")))
            Assert.True(await run.Ended.WaitAsync(Patience.ForARun) == 0, run.Printed);
        await scene.ShouldBeExactAsync();

        (string Change, string Back)[] changes =
        [
            ("INSERT INTO without_key SELECT * FROM without_key LIMIT 1",
                "DELETE FROM without_key WHERE ctid = (SELECT max(ctid) FROM without_key)"),
            ("UPDATE loan SET note = 'another' WHERE number = 7", "UPDATE loan SET note = NULL WHERE number = 7"),
            ("UPDATE book SET price = NULL WHERE id = 3", "UPDATE book SET price = 3 WHERE id = 3"),
            ("ALTER TABLE nothing SET UNLOGGED", "ALTER TABLE nothing SET LOGGED"),
            ("UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'big_at'::regclass",
                "UPDATE pg_index SET indisvalid = true WHERE indexrelid = 'big_at'::regclass"),
            ("CREATE SCHEMA actormigrate", "DROP SCHEMA actormigrate"),
            ("BEGIN; CREATE TABLE more (); PREPARE TRANSACTION 'left'", "ROLLBACK PREPARED 'left'"),
        ];
        foreach (var (change, back) in changes)
        {
            await scene.Target.ExecuteAsync(change);
            await Assert.ThrowsAnyAsync<Xunit.Sdk.XunitException>(scene.ShouldBeExactAsync);
            await scene.Target.ExecuteAsync(back);
        }

        await using (var session = await scene.Target.OpenAsync())
        await using (var command = new NpgsqlCommand("CREATE TEMP TABLE left_behind ()", session))
        {
            await command.ExecuteNonQueryAsync();
            await Assert.ThrowsAnyAsync<Xunit.Sdk.XunitException>(scene.ShouldBeExactAsync);
            command.CommandText = "SET application_name = 'actormigrate copy'";
            await command.ExecuteNonQueryAsync();
            await Assert.ThrowsAnyAsync<Xunit.Sdk.XunitException>(() => Sessions.ShouldBeGoneAsync(scene.Target, TimeSpan.Zero));
        }

        await scene.ShouldBeExactAsync();
    }

    [Fact]
    public async Task Whatever_contradicts_itself_in_a_ledger_is_found()
    {
        await using var scene = await FaultScene.SetAsync(servers);
        // The large table takes seconds, so that the small ones have arrived and much is blocked when the run dies.
        await using var run = FaultRun.Start(true, scene.Command("migrate", "--max-rate", "1MB"));
        await Eventually.TrueAsync(
            async () => await LedgerConsistency.HasLedgerAsync(scene.Target)
                && await scene.Target.ScalarAsync<bool>($"SELECT {Made} IS NOT NULL AND {Blocked} IS NOT NULL"),
            "no table has arrived while tasks are blocked");
        await run.SignalAsync("KILL");
        await run.Ended;
        await Sessions.ShouldBeGoneAsync(scene.Target);
        await LedgerConsistency.ShouldHoldAsync(scene.Target);

        (string Change, string Back)[] changes =
        [
            ($"UPDATE actormigrate.task SET unmet = unmet + 1 WHERE id = {Blocked}",
                $"UPDATE actormigrate.task SET unmet = unmet - 1 WHERE id = {Blocked}"),
            ($"UPDATE actormigrate.task SET node = gen_random_uuid() WHERE id = {Blocked}",
                $"UPDATE actormigrate.task SET node = NULL WHERE id = {Blocked}"),
            ($"INSERT INTO actormigrate.task_need SELECT {Copied}, {Blocked}",
                $"DELETE FROM actormigrate.task_need WHERE task = {Copied} AND needs = {Blocked}"),
            ($"UPDATE actormigrate.task SET attempt = attempt + 1 WHERE id = {Copied}",
                $"UPDATE actormigrate.task SET attempt = attempt - 1 WHERE id = {Copied}"),
            ($"UPDATE actormigrate.attempt SET outcome = 'lost' WHERE task = {Copied}",
                $"UPDATE actormigrate.attempt SET outcome = 'done' WHERE task = {Copied}"),
            ($"UPDATE actormigrate.attempt SET finished_at = NULL WHERE task = {Copied}",
                $"UPDATE actormigrate.attempt SET finished_at = now() WHERE task = {Copied}"),
            ("INSERT INTO actormigrate.attempt (task, attempt, node, finished_at, outcome) SELECT task, 0, node, now(), 'done' FROM "
                + $"actormigrate.attempt WHERE task = {Made}", $"DELETE FROM actormigrate.attempt WHERE task = {Made} AND attempt = 0"),
            ($"UPDATE actormigrate.task SET rows = rows + 1 WHERE id = {Copied}",
                $"UPDATE actormigrate.task SET rows = rows - 1 WHERE id = {Copied}"),
            ("UPDATE actormigrate.migration SET coordinator = gen_random_uuid()",
                "UPDATE actormigrate.migration SET coordinator = (SELECT id FROM actormigrate.node)"),
        ];
        foreach (var (change, back) in changes)
        {
            await scene.Target.ExecuteAsync(change);
            var found = await Record.ExceptionAsync(() => LedgerConsistency.ShouldHoldAsync(scene.Target));
            Assert.True(found is Xunit.Sdk.XunitException, $"{change}: {found?.Message ?? "not found"}");
            await scene.Target.ExecuteAsync(back);
        }

        await LedgerConsistency.ShouldHoldAsync(scene.Target);
    }
}
