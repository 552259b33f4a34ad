using ActorMigrate.Control.Nodes;
using ActorMigrate.Control.Tasks;
using ActorMigrate.Migration;
using ActorMigrate.Postgres.Session;
using Npgsql;

namespace ActorMigrate.Control.Tests;

/// <summary>What ends the backends of former attempts ends those that its role may end. A recorded backend of another role is left alone,
/// and the statement does its other work.</summary>
public sealed class ForeignBackendTests
{
    private static readonly NodeId Node = new(Guid.NewGuid());

    /// <summary>What takes tasks back, or begins them again, and so ends what still writes for them.</summary>
    public static TheoryData<string> Acts => new() { "begin", "begin a lot", "return a lost lot", "release", "sweep" };

    [Theory]
    [MemberData(nameof(Acts))]
    public async Task A_recorded_backend_that_the_role_may_not_end_is_left_alone_and_fails_nothing(string act)
    {
        await using var role = await WeakRole.CreateAsync();
        await using var ledger = await LedgerFixture.CreateAsync();
        await ledger.JoinAsync(Node, "one");
        await using var session = await role.UseAsync(ledger);
        var inLots = act.EndsWith("lot", StringComparison.Ordinal);
        await ledger.AddAsync([.. Enumerable.Range(1, 3).Select(id => LedgerFixture.Copy(id) with { Together = inLots })]);
        Assert.Equal(3, (await ledger.Tasks.ClaimTasksAsync(ledger.Term, Node, TaskLane.Copy, 3, 3, default)).Count);
        await using var ofSuperuser = await ledger.OpenAsync();
        await using var ofOther = await role.OpenOtherAsync(ledger);
        await using var own = await role.OpenOwnAsync(ledger);
        await WriteForAsync(ledger, 1, ofSuperuser);
        await WriteForAsync(ledger, 2, ofOther);
        await WriteForAsync(ledger, 3, own);

        await ActAsync(act, ledger, session);

        Assert.Equal(1, await OneAsync(ofSuperuser));
        Assert.Equal(1, await OneAsync(ofOther));
        await Assert.ThrowsAnyAsync<NpgsqlException>(() => OneAsync(own));
        Assert.Equal(0L, await ledger.ScalarAsync<long>(
            "SELECT count(*) FROM actormigrate.attempt WHERE attempt = 1 AND finished_at IS NULL"));
    }

    [Fact]
    public async Task A_backend_with_the_number_of_a_recorded_one_that_began_at_another_time_is_left_alone()
    {
        await using var ledger = await LedgerFixture.CreateAsync();
        await ledger.AddAsync(LedgerFixture.Copy(1));
        await ledger.ClaimOneAsync(Node);
        await using var later = await ledger.OpenAsync();
        await WriteForAsync(ledger, 1, later);
        await ledger.ScalarAsync<object>("UPDATE actormigrate.attempt SET backend_start = backend_start - interval '1 s'");

        await ledger.AttemptsOf(Node).BeginAsync(1, default);
        await ledger.Tasks.ReleaseAllAsync(Node, default);

        Assert.Equal(1, await OneAsync(later));
    }

    [Fact]
    public async Task Sessions_of_another_role_with_a_nodes_mark_are_left_alone_and_those_of_the_role_end()
    {
        await using var role = await WeakRole.CreateAsync();
        await using var ledger = await LedgerFixture.CreateAsync();
        await using var ending = await role.OpenOwnAsync(ledger);
        await using var ofSuperuser = await ledger.OpenAsync();
        await using var ofOther = await role.OpenOtherAsync(ledger);
        await using var own = await role.OpenOwnAsync(ledger);
        foreach (var marked in new[] { ofSuperuser, ofOther, own })
            await ExecuteAsync(marked, $"SET application_name = 'actormigrate control {NodeSessions.MarkOf(Node)}'");

        await NodeSessions.EndAsync(ending, Node, holders: true, default);
        Assert.Equal(2, await LedgerLeftovers.EndSessionsAsync(ending, [Node], default));

        Assert.Equal(1, await OneAsync(ofSuperuser));
        Assert.Equal(1, await OneAsync(ofOther));
        await Assert.ThrowsAnyAsync<NpgsqlException>(() => OneAsync(own));
    }

    private static Task ActAsync(string act, LedgerFixture ledger, LedgerSession session) => act switch
    {
        "begin" => BeginEachAsync(new AttemptLedger(session, Node)),
        "begin a lot" => session.UseAsync(
            (open, _) => new AttemptLedger(session, Node).BeginLotAsync(open, [1, 2, 3], default), default),
        "return a lost lot" => ReturnAsync(ledger, session),
        "release" => new TaskLedger(session, ledger.Id).ReleaseAllAsync(Node, default),
        _ => SweepAsync(ledger, session),
    };

    private static async Task BeginEachAsync(AttemptLedger attempts)
    {
        for (var task = 1; task <= 3; task++)
            Assert.Equal(2, (await attempts.BeginAsync(task, default))!.Id.Attempt);
    }

    private static async Task ReturnAsync(LedgerFixture ledger, LedgerSession session)
    {
        await ledger.ScalarAsync<object>("UPDATE actormigrate.task SET claimed_at = claimed_at - interval '1 minute', lot = 1");
        Assert.Empty(await new TaskLedger(session, ledger.Id).RepeatAsync(ledger.Term, Node, [], default));
    }

    private static async Task SweepAsync(LedgerFixture ledger, LedgerSession session)
    {
        await ledger.EndAsync(Node);
        Assert.Equal(3, await new NodeLedger(session, ledger.Id).SweepAsync(ledger.Coordinator, 1, 5, default));
    }

    /// <summary>Begins an attempt for which <paramref name="writing"/> writes.</summary>
    private static async Task WriteForAsync(LedgerFixture ledger, long task, NpgsqlConnection writing)
    {
        var attempt = (await ledger.AttemptsOf(Node).BeginAsync(task, default))!.Id;
        await ledger.ScalarAsync<object>(
            $"UPDATE actormigrate.attempt a SET target_pid = s.pid, backend_start = s.backend_start FROM pg_stat_activity s "
                + $"WHERE s.pid = {writing.ProcessID} AND a.task = {attempt.Task} AND a.attempt = {attempt.Attempt}");
    }

    private static async Task<int> OneAsync(NpgsqlConnection session)
    {
        await using var command = new NpgsqlCommand("SELECT 1", session);
        return (int)(await command.ExecuteScalarAsync())!;
    }

    private static async Task ExecuteAsync(NpgsqlConnection session, string sql)
    {
        await using var command = new NpgsqlCommand(sql, session);
        await command.ExecuteNonQueryAsync();
    }
}
