using ActorMigrate.Control;
using ActorMigrate.Control.Plan;
using ActorMigrate.Control.Tasks;
using ActorMigrate.Control.Tests;
using ActorMigrate.Migration;
using ActorMigrate.Migration.Failures;
using ActorMigrate.Migration.Options;
using ActorMigrate.TestServers;
using Npgsql;

namespace ActorMigrate.Faults.Tests.Ledger;

/// <summary>Takes the steps of a model on a real ledger: its nodes are callers of the ledger's classes, its transactions are open
/// transactions on sessions of their own.</summary>
internal sealed class LedgerReplay : IAsyncDisposable
{
    /// <summary>Retries without a wait, as no time passes in a model.</summary>
    internal static readonly RetryOptions Retries = TestOptions.Plain.Shared.Retry with
        { MaxAttempts = 8, AttemptsPerNode = 100, MinBackoff = TimeSpan.Zero, MaxBackoff = TimeSpan.FromMinutes(1) };

    private static readonly Failure Failure = new(FailureClass.Transient, null, "made up");

    private readonly LedgerFixture ledger;
    private readonly NodeId[] nodes;
    private readonly OpenWritings writings = new();
    private readonly LedgerCluster cluster;
    private readonly LedgerWorld world;

    private LedgerReplay(LedgerFixture ledger, LedgerWorld world)
    {
        (this.ledger, this.world) = (ledger, world);
        nodes = [ledger.Coordinator, .. Enumerable.Range(1, world.Nodes - 1).Select(_ => new NodeId(Guid.NewGuid()))];
        cluster = new LedgerCluster(ledger, nodes);
    }

    public static async Task<LedgerReplay> StartAsync(LedgerWorld world)
    {
        var replay = new LedgerReplay(await LedgerFixture.CreateAsync(), world);
        await replay.cluster.RegisterAsync();
        await replay.ledger.AddAsync([.. Enumerable.Range(1, world.Tasks).Select(
            task => LedgerFixture.Copy(task, needs: task == 1 || world.Independent ? [] : [task - 1]))]);
        await replay.ledger.Session.ExecuteAsync("CREATE TABLE public.chunk (task int NOT NULL, number int NOT NULL)", default);
        return replay;
    }

    /// <summary>Takes one step, which the model says is possible and leads from one state to the other. Returns in what the ledger's answer
    /// differs from the model's, or null.</summary>
    public async Task<string?> TakeAsync(LedgerStep step, LedgerState before, LedgerState after)
    {
        var answer = step.Kind switch
        {
            <= StepKind.GiveBack => await WorkAsync(step, before, after),
            StepKind.OrphanFence or StepKind.OrphanCommit => await OrphanAsync(step),
            StepKind.Grant or StepKind.Repeat or StepKind.Sweep or StepKind.Release => await GrantAsync(step, before),
            _ => await cluster.TakeAsync(step, before),
        };
        await writings.FollowAsync(step, before, after);
        await writings.EndedAreGoneAsync(ledger);
        var expected = step.Kind == StepKind.TakeLease ? after.Lease.Believes[step.Node] : !ReferenceEquals(before, after);
        return answer is { } took && took != expected
            ? $"the ledger {(took ? "took" : "refused")} {step}, and the model says otherwise"
            : null;
    }

    private async Task<bool?> WorkAsync(LedgerStep step, LedgerState before, LedgerState after)
    {
        var slot = LedgerModel.SlotOf(step, world.Tasks);
        var attempts = ledger.AttemptsOf(nodes[step.Node]);
        switch (step.Kind)
        {
            case StepKind.Begin:
                return (await attempts.BeginAsync(step.Task + 1, default) is not null) == (after.Minds[slot] is not null);
            case StepKind.Write or StepKind.WriteUnnoted:
                writings.Add(slot, await OpenAsync(after.Minds[slot]!.Open!.Value));
                break;
            case StepKind.Fence:
                await FenceAsync(writings.Of(slot));
                break;
            case StepKind.Commit:
                await writings.Of(slot).Transaction.CommitAsync();
                break;
            case StepKind.Retry or StepKind.GiveUp or StepKind.GiveBack:
                await attempts.FailAsync(
                    new AttemptId(step.Task + 1, before.Minds[slot]!.Attempt), Failure, DecisionOf(step.Kind), Retries, default);
                break;
        }

        return null;
    }

    private async Task<bool?> OrphanAsync(LedgerStep step)
    {
        var orphan = writings.Orphans[step.Task];
        if (step.Kind == StepKind.OrphanFence)
            await FenceAsync(orphan);
        else
            await orphan.Transaction.CommitAsync();
        return null;
    }

    /// <summary>The steps of coordinators in the term that they believe to hold.</summary>
    private async Task<bool?> GrantAsync(LedgerStep step, LedgerState before)
    {
        var (node, by) = (nodes[step.Node], new CoordinatorTerm(nodes[step.By], before.Coordination.Held[step.By]));
        switch (step.Kind)
        {
            case StepKind.Grant:
                return (await ledger.Tasks.ClaimTasksAsync(by, node, TaskLane.Copy, 1, world.Slots, default)).Count > 0;
            case StepKind.Repeat:
                // No time passes in the model.
                await ledger.Session.ExecuteAsync("UPDATE actormigrate.task SET claimed_at = claimed_at - interval '1 hour'", default);
                var known = Enumerable.Range(0, world.Tasks).Where(task => task != step.Task).Select(task => task + 1L);
                return (await ledger.Tasks.RepeatAsync(by, node, known, default)).Count > 0;
            case StepKind.Sweep:
                return await ledger.Nodes.SweepAsync(by.Coordinator, by.Term, int.MaxValue, default) > 0;
            default:
                await ledger.Tasks.ReleaseAllAsync(node, default);
                return null;
        }
    }

    /// <summary>Returns a difference between the ledger and the model's state, or null.</summary>
    public async Task<string?> DifferenceAsync(LedgerState state)
    {
        var real = await RowsAsync();
        var expected = state.Target.Rows.Select((row, task) => string.Create(
            System.Globalization.CultureInfo.InvariantCulture,
            $"{row.State.ToString().ToLowerInvariant()} node {row.Node} attempt {row.Attempt} open {row.AttemptIsOpen} cursor "
                + $"{row.Cursor} data {string.Join(",", state.Target.Data[task])}"))
            .Concat(LedgerCluster.RowsOf(state)).ToList();
        return real.SequenceEqual(expected)
            ? null
            : $"the ledger says\n    {string.Join("\n    ", real)}\n  and the model\n    {string.Join("\n    ", expected)}";
    }

    private async Task<List<string>> RowsAsync()
    {
        const string sql = """
            SELECT state, node, attempt, EXISTS (SELECT FROM actormigrate.attempt a WHERE a.task = t.id AND a.attempt = t.attempt AND a.finished_at IS NULL),
                   coalesce((cursor -> 'afterKey' ->> 0)::int, 0),
                   (SELECT string_agg((SELECT count(*) FROM public.chunk c WHERE c.task = t.id AND c.number = n)::text, ',' ORDER BY n)
                    FROM generate_series(0, $1 - 1) n)
            FROM actormigrate.task t ORDER BY id
            """;
        await using var session = await ledger.OpenAsync();
        await using var command = new NpgsqlCommand(sql, session)
            { Parameters = { new NpgsqlParameter<int> { TypedValue = world.Chunks } } };
        var rows = new List<string>();
        await using (var reader = await command.ExecuteReaderAsync())
        {
            while (await reader.ReadAsync())
            {
                var node = reader.IsDBNull(1) ? -1 : Array.IndexOf(nodes, new NodeId(reader.GetGuid(1)));
                rows.Add(
                    $"{reader.GetString(0)} node {node} attempt {reader.GetInt32(2)} open {reader.GetBoolean(3)} cursor "
                        + $"{reader.GetInt32(4)} data {reader.GetString(5)}");
            }
        }

        rows.AddRange(await cluster.RowsAsync());
        return rows;
    }

    private async Task<OpenWriting> OpenAsync(Writing writing)
    {
        var session = await ledger.OpenAsync();
        if (writing.Noted)
            await AttemptLedger.NoteBackendAsync(session, new AttemptId(writing.Task + 1, writing.Attempt), default);
        var transaction = await session.BeginTransactionAsync();
        await using var insert = new NpgsqlCommand($"INSERT INTO public.chunk VALUES ({writing.Task + 1}, {writing.Chunk})", session);
        await insert.ExecuteNonQueryAsync();
        return new OpenWriting(writing, session, transaction);
    }

    private async Task FenceAsync(OpenWriting open)
    {
        var attempts = ledger.AttemptsOf(nodes[open.Writing.Node]);
        var attempt = new AttemptId(open.Writing.Task + 1, open.Writing.Attempt);
        try
        {
            if (open.Writing.Chunk == world.Chunks - 1)
                await attempts.CompleteAsync(open.Session, attempt, Cursor(open.Writing.Chunk), TaskResult.Nothing, default);
            else
                await attempts.AdvanceAsync(
                    open.Session, attempt, Cursor(open.Writing.Chunk), Cursor(open.Writing.Chunk + 1)!, TaskResult.Nothing, default);
        }
        catch (FencedException)
        {
            await open.Transaction.RollbackAsync();
        }
    }

    private static RetryDecision DecisionOf(StepKind kind) => kind switch
    {
        StepKind.Retry => RetryDecision.Retry,
        StepKind.GiveUp => RetryDecision.GiveUp,
        _ => RetryDecision.Escalate,
    };

    private static CopyCursor? Cursor(int chunk) =>
        chunk == 0 ? null : new CopyCursor([chunk.ToString(System.Globalization.CultureInfo.InvariantCulture)]);

    public async ValueTask DisposeAsync()
    {
        await writings.DisposeAsync();
        await ledger.DisposeAsync();
    }
}
