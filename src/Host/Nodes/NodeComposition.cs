using ActorMigrate.Cluster.Wire;
using ActorMigrate.Control;
using ActorMigrate.Control.Nodes;
using ActorMigrate.Control.Plan;
using ActorMigrate.Control.Tasks;
using ActorMigrate.Coordinator;
using ActorMigrate.Migration;
using ActorMigrate.Migration.Options;
using ActorMigrate.Postgres;
using ActorMigrate.Postgres.Session;
using ActorMigrate.Postgres.Snapshot;
using ActorMigrate.Transfer;
using ActorMigrate.Transfer.Actors;
using ActorMigrate.Transfer.Copy;
using ActorMigrate.Transfer.Stalls;
using ActorMigrate.Transfer.Statements;
using ActorMigrate.Validation;

namespace ActorMigrate.Host.Nodes;

/// <summary>The sessions and actors' services of one node, made once the ledger is ready.</summary>
internal sealed record NodeComposition(NodeResources Resources, LedgerSession Ledger, IReadOnlyList<KeptSessions> Kept)
    : IAsyncDisposable
{
    public static NodeComposition Of(CoordinatorEvent.LedgerReady ready, ProcessRole part, Action<TaskReport> report)
    {
        var (options, shared) = (ready.Node, part.Shared);
        var (node, target, time) = (part.Node, part.Target, part.Time);
        var session = new LedgerSession(target, SessionPurpose.Control);
        _ = session.OpenAheadAsync();
        var attempts = new AttemptLedger(session, node);
        var sessions = new CopySessions(ready.OpenSource, target.OpenAsync);
        var inFlight = new WorkInFlight();
        var schema = new KeptSessions(target.OpenAsync, SessionPurpose.Schema, time);
        _ = schema.OpenAheadAsync();
        var finish = new KeptSessions(target.OpenAsync, SessionPurpose.Finish, time);
        var countSource = new KeptSessions(ready.OpenSource, SessionPurpose.Validation, time, underSnapshot: true);
        var countTarget = new KeptSessions(target.OpenAsync, SessionPurpose.Validation, time);
        var throttle = new Throttle(shared.MaxRate, options.MaxRate, new NodeLedger(session, ready.Id).CopyingAsync, time);
        var runners = new TaskRunners(options, attempts, sessions, throttle, ready.OpenSource, target.OpenAsync, schema, finish,
            countSource, countTarget, inFlight, time);
        var work = new TaskWork
        {
            Node = node,
            Report = report,
            Attempts = attempts,
            RunnerOf = runners.Of,
            LotRunnerOf = runners.OfLot,
            Classify = SqlStates.Classify,
            Look = new StandstillLook(ready.OpenSource, target.OpenAsync).AtAsync,
            Options = options,
            Retry = shared.Retry,
            Time = time,
        };
        return new NodeComposition(
            new NodeResources(node, new TaskLedger(session, ready.Id), work, sessions, countSource, inFlight, throttle),
            session,
            [schema, finish, countSource, countTarget]);
    }

    /// <summary>Ends the node's session with the ledger and those that wait for a next statement or count.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var sessions in Kept)
            await sessions.DisposeAsync();
        await Ledger.DisposeAsync();
    }

    /// <summary>The runner of each kind of task.</summary>
    private sealed class TaskRunners(
        NodeOptions options, AttemptLedger attempts, CopySessions sessions, Throttle throttle, OpenSession openSource,
        OpenSession openTarget,
        KeptSessions schemaSessions, KeptSessions finishSessions, KeptSessions countSource, KeptSessions countTarget,
        WorkInFlight inFlight, TimeProvider time)
    {
        private readonly ITaskRunner table =
            inFlight.Tracked(Named(new TableCopy(sessions, attempts, time, options.CopyBufferBytes, throttle), sessions));
        private readonly ITaskRunner partition =
            inFlight.Tracked(Named(new PartitionCopy(sessions, attempts, time, options.CopyBufferBytes, throttle), sessions));
        private readonly ITaskRunner keyset =
            inFlight.Tracked(Named(new KeysetCopy(sessions, attempts, time, options.CopyBufferBytes, throttle), sessions));
        private readonly ITaskRunner configuration =
            inFlight.Tracked(Named(new ConfigurationCopy(sessions, attempts, time, options.CopyBufferBytes, throttle), sessions));
        private readonly ITaskRunner largeObjects =
            inFlight.Tracked(new LargeObjectCopy(sessions, attempts, options.CopyBufferBytes, throttle));
        private readonly ITaskRunner countLargeObjects = inFlight.Tracked(new LargeObjectCount(openSource, openTarget, attempts));
        private readonly ITaskRunner count = inFlight.Tracked(new RowCount(countSource, countTarget, attempts));
        private readonly ITaskRunner schema = inFlight.Tracked(new StatementRun(schemaSessions, attempts, openSource));
        private readonly ITaskRunner finish = inFlight.Tracked(new StatementRun(finishSessions, attempts, openSource));

        public ITaskRunner Of(ClaimedTask task) => (task.Lane, task.Kind) switch
        {
            (TaskLane.Copy, TaskKinds.CopyTable) => table,
            (TaskLane.Copy, TaskKinds.CopyConfiguration) => configuration,
            (TaskLane.Copy, TaskKinds.CopyLargeObjects) => largeObjects,
            (TaskLane.Copy, _) => PayloadJson.Read<CopyPayload>(task.Payload).ChunkRows is null ? partition : keyset,
            (TaskLane.Compare, TaskKinds.CountLargeObjects) => countLargeObjects,
            (TaskLane.Compare, _) => count,
            (TaskLane.Schema, _) => schema,
            _ => finish,
        };

        private readonly ILotRunner schemaLot = inFlight.Tracked(new StatementLot(schemaSessions, attempts));
        private readonly ILotRunner finishLot = inFlight.Tracked(new StatementLot(finishSessions, attempts));
        private readonly ILotRunner copyLot = inFlight.Tracked(new CopyLot(sessions, attempts, time, options.CopyBufferBytes, throttle));
        private readonly ILotRunner countLot = inFlight.Tracked(new CountLot(countSource, countTarget, attempts));

        public ILotRunner OfLot(TaskLane lane) => lane switch
        {
            TaskLane.Schema => schemaLot,
            TaskLane.Copy => copyLot,
            TaskLane.Compare => countLot,
            _ => finishLot,
        };

        private static NamedRow Named(ITaskRunner copy, CopySessions sessions) => new(new NamedColumn(copy, sessions), sessions);
    }
}
