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
        await using var bench = await Bench.CreateAsync();
        await bench.ExecuteAsync("CREATE TABLE t (id int); CREATE INDEX i1 ON t (id)");
        var tasks = await AddAsync(bench, (1, false), (2, false));

        await RunAsync(bench, tasks);

        Assert.Equal("done 1", await bench.TaskAsync(1));
        Assert.Equal(2, await bench.ScalarAsync<long>("SELECT count(*) FROM pg_index WHERE indrelid = 't'::regclass"));
    }

    [Fact]
    public async Task A_new_object_that_somebody_made_meanwhile_breaks_the_lot_and_is_left_by_its_task_alone()
    {
        await using var bench = await Bench.CreateAsync();
        await bench.ExecuteAsync("CREATE TABLE t (id int); CREATE INDEX i2 ON t (id)");
        var tasks = await AddAsync(bench, (1, true), (2, true), (3, true));

        var broken = await Assert.ThrowsAsync<BrokenLotException>(() => RunAsync(bench, tasks));

        Assert.Equal(2, broken.Task);
        Assert.Equal(1, await bench.ScalarAsync<long>("SELECT count(*) FROM pg_index WHERE indrelid = 't'::regclass"));
        var attempt = (await bench.Attempts.BeginAsync(2, default))!;
        await using var sessions = Sessions(bench);
        var alone = new StatementRun(sessions, bench.Attempts, (_, _) => throw new InvalidOperationException("no secret"));
        await alone.RunAsync(tasks[1] with { Payload = attempt.Payload }, attempt, new MovedMeter(0, 0), default);
        Assert.Equal("done 2", await bench.TaskAsync(2));
    }

    private static async Task<IReadOnlyList<ClaimedTask>> AddAsync(Bench bench, params (int Id, bool IsNew)[] indexes)
    {
        await bench.AddAsync(
            [
                .. indexes.Select(index => new TaskDraft(
                    index.Id, TaskLane.Finish, "index", $"i{index.Id}", null, Phase.ExtractSourceSchema, Phase.ExtractSourceSchema,
                    PayloadJson.Write(Payload(index.Id) with { IsNew = index.IsNew }), 0, 0, []) { Together = true }),
            ]);
        return (await bench.Tasks.ClaimAsync(bench.Term, bench.Node, TaskLane.Finish, 1, 1, default)).Tasks;
    }

    private static StatementPayload Payload(int id) => new(
        [$"CREATE INDEX i{id} ON public.t (id)"], null, $"SELECT pg_catalog.to_regclass('public.i{id}') IS NOT NULL");

    private static KeptSessions Sessions(Bench bench) => new((_, _) => bench.OpenAsync(), SessionPurpose.Finish, TimeProvider.System);

    private static async Task RunAsync(Bench bench, IReadOnlyList<ClaimedTask> tasks)
    {
        await using var sessions = Sessions(bench);
        await new StatementLot(sessions, bench.Attempts).RunAsync(tasks, _ => { }, new MovedMeter(0, 0), default);
    }
}
