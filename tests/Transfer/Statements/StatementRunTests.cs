using ActorMigrate.Control.Plan;
using ActorMigrate.Control.Tasks;
using ActorMigrate.Control.Tests;
using ActorMigrate.Migration;
using ActorMigrate.Migration.Phases;
using ActorMigrate.Postgres.Session;
using ActorMigrate.Postgres.Snapshot;
using ActorMigrate.Transfer.Actors;
using ActorMigrate.Transfer.Statements;
using Npgsql;

namespace ActorMigrate.Transfer.Tests.Statements;

/// <summary>A task alone makes its object and completes in one transaction, whether it has to ask for the object or not.</summary>
public sealed class StatementRunTests
{
    private const string Index = "CREATE INDEX i ON public.t ((1 / id))";
    private const string IsThere = "SELECT pg_catalog.to_regclass('public.i') IS NOT NULL";

    private static readonly StatementPayload New = new([Index], null, IsThere) { IsNew = true };

    public static TheoryData<bool> Askings => [true, false];

    [Theory]
    [MemberData(nameof(Askings))]
    public async Task An_object_is_made_and_its_task_is_done(bool asks)
    {
        await using var scripted = await ScriptedNode.CreateAsync();
        await scripted.ExecuteAsync("CREATE TABLE t (id int)");
        var (task, attempt) = await BeginAsync(scripted, New with { IsNew = !asks });

        await RunAsync(scripted, task, attempt);

        Assert.Equal("done 1", await scripted.TaskAsync(1));
        Assert.True(await scripted.ScalarAsync<bool>(IsThere));
    }

    [Theory]
    [MemberData(nameof(Askings))]
    public async Task A_task_that_another_attempt_owns_makes_nothing(bool asks)
    {
        await using var scripted = await ScriptedNode.CreateAsync();
        await scripted.ExecuteAsync("CREATE TABLE t (id int)");
        var (task, attempt) = await BeginAsync(scripted, New with { IsNew = !asks });
        Assert.NotNull(await scripted.Attempts.BeginAsync(1, default));

        await Assert.ThrowsAsync<FencedException>(() => RunAsync(scripted, task, attempt));

        Assert.False(await scripted.ScalarAsync<bool>(IsThere));
    }

    [Theory]
    [MemberData(nameof(Askings))]
    public async Task A_statement_that_divides_by_zero_has_failed_and_is_not_taken_for_the_fence(bool asks)
    {
        await using var scripted = await ScriptedNode.CreateAsync();
        await scripted.ExecuteAsync("CREATE TABLE t (id int); INSERT INTO t VALUES (0)");
        var (task, attempt) = await BeginAsync(scripted, New with { IsNew = !asks });

        var failed = await Assert.ThrowsAsync<PostgresException>(() => RunAsync(scripted, task, attempt));

        Assert.Equal(PostgresErrorCodes.DivisionByZero, failed.SqlState);
        Assert.Equal("running 1", await scripted.TaskAsync(1));
    }

    [Fact]
    public async Task Statements_that_make_no_object_run_without_a_question()
    {
        await using var scripted = await ScriptedNode.CreateAsync();
        await scripted.ExecuteAsync("CREATE TABLE t (id int)");
        var (task, attempt) = await BeginAsync(
            scripted, new StatementPayload(["ALTER TABLE t ADD b int", "INSERT INTO t VALUES (1, 2)"], "public", null));

        await RunAsync(scripted, task, attempt);

        Assert.Equal("done 1", await scripted.TaskAsync(1));
        Assert.Equal(2, await scripted.ScalarAsync<int>("SELECT b FROM t"));
    }

    private static async Task<(ClaimedTask Task, BegunAttempt Attempt)> BeginAsync(ScriptedNode scripted, StatementPayload payload)
    {
        await scripted.AddAsync(
        [
            new TaskDraft(
                1, TaskLane.Finish, "index", "i", null, Phase.ExtractSourceSchema, Phase.ExtractSourceSchema, payload,
                0, 0, []),
        ]);
        var claimed = (await scripted.Tasks.ClaimAsync(
            scripted.Term, scripted.Node, [new WantedSlots(TaskLane.Finish, 1, 1)], default)).Tasks[0];
        var attempt = (await scripted.Attempts.BeginAsync(1, default))!;
        return (claimed with { Payload = attempt.Payload }, attempt);
    }

    private static async Task RunAsync(ScriptedNode scripted, ClaimedTask task, BegunAttempt attempt)
    {
        await using var sessions = new KeptSessions((_, _) => scripted.OpenAsync(), SessionPurpose.Finish, TimeProvider.System);
        var run = new StatementRun(sessions, scripted.Attempts, (_, _) => throw new InvalidOperationException("no secret"));
        await run.RunAsync(task, attempt, new MovedMeter(0, 0), default);
    }
}
