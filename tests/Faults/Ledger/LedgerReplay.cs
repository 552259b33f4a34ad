using ActorMigrate.Control;
using ActorMigrate.Control.Tests;
using ActorMigrate.Migration;
using Npgsql;

namespace ActorMigrate.Faults.Tests;

/// <summary>Takes the steps of a model on a real ledger: its nodes are callers of the ledger's classes, its transactions are open
/// transactions on sessions of their own.</summary>
internal sealed class LedgerReplay : IAsyncDisposable
{
    private static readonly RetryOptions Retries =
        new() { MaxAttempts = 8, MinBackoff = TimeSpan.Zero, MaxBackoff = TimeSpan.FromMinutes(1), Jitter = 0, AttemptsPerNode = 100 };

    private static readonly Failure Failure = new(FailureClass.Transient, null, "made up");

    private readonly LedgerFixture ledger;
    private readonly NodeId[] nodes;
    private readonly OpenWritings writings = new();
    private readonly Dictionary<int, CoordinatorTerm> seen = [];
    private readonly int chunks;

    private LedgerReplay(LedgerFixture ledger, LedgerWorld world) => (this.ledger, nodes, chunks) =
        (ledger, [ledger.Coordinator, .. Enumerable.Range(1, world.Nodes - 1).Select(_ => new NodeId(Guid.NewGuid()))], world.Chunks);

    public static async Task<LedgerReplay> StartAsync(LedgerWorld world)
    {
        var replay = new LedgerReplay(await LedgerFixture.CreateAsync(), world);
        for (var node = 0; node < world.Nodes; node++)
            await replay.ledger.JoinAsync(replay.nodes[node], $"node {node}");
        await replay.ledger.AddAsync([.. Enumerable.Range(1, world.Tasks).Select(task => LedgerFixture.Copy(task, needs: task == 1 ? [] : [task - 1]))]);
        await replay.ExecuteAsync("CREATE TABLE public.chunk (task int NOT NULL, number int NOT NULL)");
        return replay;
    }

    /// <summary>Takes one step, which the model says is possible and leads from one state to the other.</summary>
    public async Task TakeAsync(LedgerStep step, LedgerState before, LedgerState after)
    {
        var slot = LedgerModel.SlotOf(step, before.Target.Rows.Length);
        var mind = step.Kind < StepKind.Stop ? before.Minds[slot] : null;
        switch (step.Kind)
        {
            case StepKind.Claim or StepKind.ClaimUnheard:
                await ledger.Tasks.ClaimAsync(new CoordinatorTerm(nodes[before.Coordination.Coordinator], before.Coordination.Term), nodes[step.Node], TaskLane.Copy, 1, 100, default);
                break;
            case StepKind.Begin:
                await ledger.AttemptsOf(nodes[step.Node]).BeginAsync(step.Task + 1, default);
                break;
            case StepKind.Write or StepKind.WriteUnnoted:
                writings.Add(slot, await OpenAsync(after.Minds[slot]!.Open!.Value));
                break;
            case StepKind.Fence:
                await FenceAsync(writings.Of(slot));
                break;
            case StepKind.Commit:
                await writings.Of(slot).Transaction.CommitAsync();
                break;
            case StepKind.OrphanFence:
                await FenceAsync(writings.Orphans[step.Task]);
                break;
            case StepKind.OrphanCommit:
                await writings.Orphans[step.Task].Transaction.CommitAsync();
                break;
            case StepKind.Retry or StepKind.GiveUp or StepKind.GiveBack:
                await ledger.AttemptsOf(nodes[step.Node]).FailAsync(new AttemptId(step.Task + 1, mind!.Attempt), Failure, DecisionOf(step.Kind), Retries, default);
                break;
            case StepKind.Release:
                var known = before.Minds.Where(other => other?.Node == step.Node).Select(other => other!.Task + 1L);
                await ledger.Tasks.ReleaseExceptAsync(nodes[step.Node], known, default);
                break;
            case StepKind.Reap:
                await ReapAsync(step.Node, before.Coordination);
                break;
            case StepKind.Observe:
                seen[step.Node] = new CoordinatorTerm(nodes[before.Coordination.Coordinator], before.Coordination.Term);
                break;
            case StepKind.TakeOver:
                await TakeOverAsync(step.Node);
                break;
            case StepKind.Coordinate:
                await CoordinateAsync(step.Node, before.Coordination.Held[step.Node]);
                break;
        }

        await writings.FollowAsync(step, before, after);
        await writings.EndedAreGoneAsync(ledger);
    }

    /// <summary>What differs between the ledger and the model's state, or null.</summary>
    public async Task<string?> DifferenceAsync(LedgerState state)
    {
        var real = await RowsAsync();
        var expected = state.Target.Rows.Select((row, task) => string.Create(
            System.Globalization.CultureInfo.InvariantCulture,
            $"{row.State.ToString().ToLowerInvariant()} node {row.Node} attempt {row.Attempt} open {row.AttemptIsOpen} cursor {row.Cursor} data {string.Join(",", state.Target.Data[task])}"))
            .Append($"coordinator {state.Coordination.Coordinator} term {state.Coordination.Term}").ToList();
        return real.SequenceEqual(expected) ? null : $"the ledger says\n    {string.Join("\n    ", real)}\n  and the model\n    {string.Join("\n    ", expected)}";
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
        await using var command = new NpgsqlCommand(sql, session) { Parameters = { new NpgsqlParameter<int> { TypedValue = chunks } } };
        var rows = new List<string>();
        await using (var reader = await command.ExecuteReaderAsync())
        {
            while (await reader.ReadAsync())
            {
                var node = reader.IsDBNull(1) ? -1 : Array.IndexOf(nodes, new NodeId(reader.GetGuid(1)));
                rows.Add($"{reader.GetString(0)} node {node} attempt {reader.GetInt32(2)} open {reader.GetBoolean(3)} cursor {reader.GetInt32(4)} data {reader.GetString(5)}");
            }
        }

        var coordinator = Array.IndexOf(nodes, new NodeId(await ledger.ScalarAsync<Guid>("SELECT coordinator FROM actormigrate.migration")));
        rows.Add($"coordinator {coordinator} term {await ledger.ScalarAsync<long>("SELECT term FROM actormigrate.migration")}");
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
            if (open.Writing.Chunk == chunks - 1)
                await attempts.CompleteAfterAsync(open.Session, attempt, Cursor(open.Writing.Chunk), TaskResult.Nothing, default);
            else
                await attempts.AdvanceAsync(open.Session, attempt, Cursor(open.Writing.Chunk), Cursor(open.Writing.Chunk + 1)!, TaskResult.Nothing, default);
        }
        catch (FencedException)
        {
            await open.Transaction.RollbackAsync();
        }
    }

    /// <summary>The node is found dead, swept, and comes back as another.</summary>
    private async Task ReapAsync(int node, Coordination coordination)
    {
        await ExecuteAsync($"UPDATE actormigrate.node SET left_at = now(), reaped_by = id WHERE id = '{nodes[node]}'");
        await ledger.Nodes.SweepAsync(nodes[coordination.Coordinator], coordination.Term, int.MaxValue, default);
        await ExecuteAsync("UPDATE actormigrate.node SET left_at = NULL, reaped_by = NULL");
    }

    private async Task TakeOverAsync(int node)
    {
        var former = seen[node];
        var beat = await ledger.HeartOfAsync(former.Coordinator);
        await new AdoptionLedger(ledger.Session, ledger.Id).AdoptAsync(former, beat, nodes[node], reopen: false, default);
        await ExecuteAsync("UPDATE actormigrate.node SET left_at = NULL, reaped_by = NULL");
    }

    private async Task CoordinateAsync(int node, long term)
    {
        try
        {
            await new MigrationLedger(ledger.Session, ledger.Id, nodes[node], term).EnterPhaseAsync(Phase.ExtractSourceSchema, default);
        }
        catch (CoordinatorReplacedException)
        {
        }
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var session = await ledger.OpenAsync();
        await using var command = new NpgsqlCommand(sql, session);
        await command.ExecuteNonQueryAsync();
    }

    private static RetryDecision DecisionOf(StepKind kind) => kind switch
    {
        StepKind.Retry => RetryDecision.Retry,
        StepKind.GiveUp => RetryDecision.GiveUp,
        _ => RetryDecision.Escalate,
    };

    private static CopyCursor? Cursor(int chunk) => chunk == 0 ? null : new CopyCursor([chunk.ToString(System.Globalization.CultureInfo.InvariantCulture)]);

    public async ValueTask DisposeAsync()
    {
        await writings.DisposeAsync();
        await ledger.DisposeAsync();
    }
}
