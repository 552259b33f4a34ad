using ActorMigrate.Control.Plan;
using ActorMigrate.Control.Tasks;
using ActorMigrate.Control.Tests;
using ActorMigrate.Migration;
using ActorMigrate.Migration.Phases;
using ActorMigrate.Postgres.Session;
using ActorMigrate.Postgres.Snapshot;
using ActorMigrate.Transfer.Actors;
using ActorMigrate.Transfer.Statements;

namespace ActorMigrate.Transfer.Tests.Statements;

/// <summary>A lot leaves what is there as it is, and asks only for what may be there.</summary>
public sealed class StatementLotTests
{
    [Fact]
    public async Task An_object_that_is_there_in_the_same_form_is_left()
    {
        await using var scripted = await ScriptedNode.CreateAsync();
        await scripted.ExecuteAsync("CREATE TABLE t (id int); CREATE INDEX i1 ON t (id)");
        var tasks = await AddAsync(scripted, (1, false), (2, false));

        await RunAsync(scripted, tasks);

        Assert.Equal("done 1", await scripted.TaskAsync(1));
        Assert.Equal(2, await scripted.ScalarAsync<long>("SELECT count(*) FROM pg_index WHERE indrelid = 't'::regclass"));
    }

    [Fact]
    public async Task A_new_object_that_somebody_made_meanwhile_breaks_the_lot_and_is_left_by_its_task_alone()
    {
        await using var scripted = await ScriptedNode.CreateAsync();
        await scripted.ExecuteAsync("CREATE TABLE t (id int); CREATE INDEX i2 ON t (id)");
        var tasks = await AddAsync(scripted, (1, true), (2, true), (3, true));

        var broken = await Assert.ThrowsAsync<BrokenLotException>(() => RunAsync(scripted, tasks));

        Assert.Equal(2, broken.Task);
        Assert.Equal(1, await scripted.ScalarAsync<long>("SELECT count(*) FROM pg_index WHERE indrelid = 't'::regclass"));
        var attempt = (await scripted.Attempts.BeginAsync(2, default))!;
        await using var sessions = Sessions(scripted);
        var alone = new StatementRun(sessions, scripted.Attempts, (_, _) => throw new InvalidOperationException("no secret"));
        await alone.RunAsync(tasks[1] with { Payload = attempt.Payload }, attempt, new MovedMeter(0, 0), default);
        Assert.Equal("done 2", await scripted.TaskAsync(2));
    }

    private static async Task<IReadOnlyList<ClaimedTask>> AddAsync(ScriptedNode scripted, params (int Id, bool IsNew)[] indexes)
    {
        await scripted.AddAsync(
            [
                .. indexes.Select(index => new TaskDraft(
                    index.Id, TaskLane.Finish, "index", $"i{index.Id}", null, Phase.ExtractSourceSchema, Phase.ExtractSourceSchema,
                    Payload(index.Id) with { IsNew = index.IsNew }, 0, 0, []) { Together = true }),
            ]);
        return (await scripted.Tasks.ClaimAsync(
            scripted.Term, scripted.Node, [new WantedSlots(TaskLane.Finish, 1, 1)], default)).Tasks;
    }

    private static StatementPayload Payload(int id) => new(
        [$"CREATE INDEX i{id} ON public.t (id)"], null, $"SELECT pg_catalog.to_regclass('public.i{id}') IS NOT NULL");

    private static KeptSessions Sessions(ScriptedNode scripted) =>
        new((_, _) => scripted.OpenAsync(), SessionPurpose.Finish, TimeProvider.System);

    private static async Task RunAsync(ScriptedNode scripted, IReadOnlyList<ClaimedTask> tasks)
    {
        await using var sessions = Sessions(scripted);
        await new StatementLot(sessions, scripted.Attempts).RunAsync(tasks, _ => { }, new MovedMeter(0, 0), default);
    }
}
