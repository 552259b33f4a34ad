using ActorMigrate.Control.Plan;
using ActorMigrate.Control.Tasks;
using ActorMigrate.Control.Tests;
using ActorMigrate.Migration;
using ActorMigrate.Migration.Failures;
using Npgsql;

namespace ActorMigrate.Faults.Tests.Ledger;

/// <summary>Takes the steps of a <see cref="LotModel"/> on a real ledger: its nodes are callers of the ledger's classes, its transactions
/// are open transactions on sessions of their own. Orders are kept by the model alone.</summary>
internal sealed class LotReplay : IAsyncDisposable
{
    private static readonly Failure Failure = new(FailureClass.Permanent, null, "made up");

    private readonly LedgerFixture ledger;
    private readonly LotWorld world;
    private readonly NodeId[] nodes;
    private readonly Dictionary<int, (NpgsqlConnection Session, NpgsqlTransaction Transaction)> open = [];

    private LotReplay(LedgerFixture ledger, LotWorld world)
    {
        (this.ledger, this.world) = (ledger, world);
        nodes = [.. Enumerable.Range(0, world.Nodes).Select(_ => new NodeId(Guid.NewGuid()))];
    }

    public static async Task<LotReplay> StartAsync(LotWorld world)
    {
        var replay = new LotReplay(await LedgerFixture.CreateAsync(), world);
        for (var node = 0; node < world.Nodes; node++)
            await replay.ledger.JoinAsync(replay.nodes[node], $"node {node}");
        await replay.ledger.AddAsync(
            [.. Enumerable.Range(1, world.Tasks).Select(task => LedgerFixture.Copy(task) with { Together = true })]);
        await replay.ledger.Session.ExecuteAsync("CREATE TABLE public.made (task bigint NOT NULL)", default);
        return replay;
    }

    /// <summary>Takes one step, which the model says is possible and leads from one state to the other.</summary>
    public async Task TakeAsync(LotStep step, LotState before, LotState after)
    {
        await (step.Kind switch
        {
            <= LotStepKind.Vanish => ActAsync(step, before.Minds[step.Place]!, after.Minds[step.Place]),
            LotStepKind.Grant => ledger.Tasks.ClaimTasksAsync(ledger.Term, nodes[step.Place], TaskLane.Copy, 1, 1, default),
            LotStepKind.Repeat => RepeatAsync(nodes[step.Place], Enumerable.Range(0, world.Tasks).Where(task => task != step.Task)),
            LotStepKind.TakeBack => RepeatAsync(nodes[step.Place], []),
            LotStepKind.End => ledger.EndAsync(nodes[step.Place]),
            LotStepKind.Sweep => ledger.Nodes.SweepAsync(ledger.Coordinator, 1, int.MaxValue, default),
            _ => Task.CompletedTask,
        });
        foreach (var slot in open.Keys.Where(slot => after.Minds[slot]?.Stage is not (LotStage.Writes or LotStage.Orphan)).ToList())
            await EndAsync(slot);
    }

    /// <summary>Returns a difference between the ledger and the model's state, or null.</summary>
    public async Task<string?> DifferenceAsync(LotState state)
    {
        const string sql = """
            SELECT state, node, attempt, together, state = 'running' AND lot IS NOT NULL, (SELECT count(*)::int FROM public.made m WHERE m.task = t.id)
            FROM actormigrate.task t ORDER BY id
            """;
        var real = await ledger.Session.QueryAsync(
            sql,
            row => Text(
                row.GetString(0), row.IsDBNull(1) ? -1 : Array.IndexOf(nodes, new NodeId(row.GetGuid(1))), row.GetInt32(2),
                row.GetBoolean(3), row.GetBoolean(4),
                row.GetInt32(5)),
            default);
        var expected = state.Rows
            .Select((row, task) =>
                Text(row.State.ToString().ToLowerInvariant(), row.State == RowState.Done ? real.Count : row.Node, row.Attempt, row.Together,
                row.State == RowState.Running && row.InLot, state.Data[task]))
            .ToList();
        return real.SequenceEqual(expected)
            ? null
            : $"the ledger says\n    {string.Join("\n    ", real)}\n  and the model\n    {string.Join("\n    ", expected)}";
    }

    private static string Text(string state, int node, int attempt, bool together, bool inLot, int data) => string.Create(
        System.Globalization.CultureInfo.InvariantCulture,
        $"{state} node {(state == "done" ? "any" : node)} attempt {attempt} together {together} in a lot {inLot} data {data}");

    private async Task ActAsync(LotStep step, LotMind mind, LotMind? after)
    {
        var attempts = ledger.AttemptsOf(nodes[mind.Node]);
        switch (step.Kind)
        {
            case LotStepKind.Begin:
                await using (var session = await ledger.OpenAsync())
                    await attempts.BeginLotAsync(session, mind.Tasks.Select(task => task + 1L), default);
                break;
            case LotStepKind.Write:
                await WriteAsync(step.Place, mind);
                break;
            case LotStepKind.Fence:
                await FenceAsync(step.Place, attempts, mind);
                break;
            case LotStepKind.Commit:
                await open[step.Place].Transaction.CommitAsync();
                break;
            case LotStepKind.GiveBack when after is null:
                await GiveBackAsync(attempts, mind);
                break;
        }
    }

    /// <summary>A task that is alone fails in another way than a lot does.</summary>
    private async Task GiveBackAsync(AttemptLedger attempts, LotMind mind)
    {
        var ids = AttemptsOf(mind);
        var goesAlone = await ledger.ScalarAsync<bool>($"SELECT NOT together FROM actormigrate.task WHERE id = {mind.Tasks[0] + 1}");
        if (mind is { Stage: LotStage.Broken, Alone: true } && goesAlone)
            await attempts.FailAsync(ids[0], Failure, RetryDecision.GiveUp, LedgerReplay.Retries, default);
        else
            await attempts.ReturnLotAsync(
                ids, mind.Stage == LotStage.Broken ? [world.Poison + 1L] : ids.Select(id => id.Task), Failure, default);
    }

    private async Task WriteAsync(int slot, LotMind mind)
    {
        var session = await ledger.OpenAsync();
        var transaction = await session.BeginTransactionAsync();
        open[slot] = (session, transaction);
        foreach (var task in mind.Tasks)
        {
            await using var insert = new NpgsqlCommand($"INSERT INTO public.made VALUES ({task + 1})", session);
            await insert.ExecuteNonQueryAsync();
        }
    }

    private async Task FenceAsync(int slot, AttemptLedger attempts, LotMind mind)
    {
        try
        {
            await attempts.CompleteAllAsync(
                open[slot].Session,
                [.. AttemptsOf(mind).Select(attempt => (attempt, (CopyCursor?)null, TaskResult.Nothing, (double?)null))], default);
        }
        catch (FencedException)
        {
            await EndAsync(slot);
        }
    }

    private async Task RepeatAsync(NodeId node, IEnumerable<int> known)
    {
        // No time passes in the model.
        await ledger.Session.ExecuteAsync("UPDATE actormigrate.task SET claimed_at = claimed_at - interval '1 hour'", default);
        await ledger.Tasks.RepeatAsync(ledger.Term, node, known.Select(task => task + 1L), default);
    }

    private static AttemptId[] AttemptsOf(LotMind mind) => [.. mind.Tasks.Select((task, at) => new AttemptId(task + 1, mind.Attempts[at]))];

    private async Task EndAsync(int slot)
    {
        if (!open.Remove(slot, out var writing))
            return;
        // A transaction that ended by itself answers here; its session is closed in any case.
        if (writing.Transaction.Connection is not null)
            await writing.Transaction.RollbackAsync();
        await writing.Session.DisposeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var (session, _) in open.Values)
            await session.DisposeAsync();
        await ledger.DisposeAsync();
    }
}
