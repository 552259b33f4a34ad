using ActorMigrate.Control.Nodes;
using ActorMigrate.Coordinator;
using ActorMigrate.Coordinator.Joining;
using ActorMigrate.Migration;
using ActorMigrate.Migration.Options;
using ActorMigrate.Postgres.Session;

namespace ActorMigrate.Host.Nodes;

/// <summary>The role of one process in a migration: it leads it from its beginning, or joins one that others lead.</summary>
internal abstract record ProcessRole : IAsyncDisposable
{
    private ProcessRole()
    {
    }

    public abstract NodeId Node { get; }

    /// <summary>The name of the process's node.</summary>
    public string Name => OwnNode.NameOf(ChosenName);

    public abstract Database Target { get; }

    public abstract SharedOptions Shared { get; }

    public abstract NodeOptions Options { get; }

    public abstract TimeProvider Time { get; }

    /// <summary>The name that the user gave the node, or null.</summary>
    protected abstract string? ChosenName { get; }

    /// <summary>The process neither began nor resumed the migration.</summary>
    public abstract bool IsWorker { get; }

    /// <summary>The ledger holds the migration.</summary>
    public abstract bool IsRecorded { get; }

    /// <summary>Releases the snapshot.</summary>
    public abstract ValueTask DisposeAsync();

    /// <summary>Coordinates from the first phase on, and works, too.</summary>
    public sealed record Lead(RunRequest Request) : ProcessRole
    {
        public override NodeId Node => Request.Coordinator;

        public override Database Target => Request.Target;

        public override SharedOptions Shared => Request.Options.Shared;

        public override NodeOptions Options => Request.Options.Node;

        public override TimeProvider Time => Request.Time;

        public override bool IsWorker => false;

        protected override string? ChosenName => Request.NodeName;

        public override bool IsRecorded => Request.Keep.Recorded || Request.Adopted is not null;

        public override ValueTask DisposeAsync() => Request.Keep.DisposeAsync();
    }

    /// <summary>Follows a migration that another process leads.</summary>
    public sealed record Follow(JoinedMigration Joined) : ProcessRole
    {
        public override NodeId Node => Joined.Request.Node;

        public override Database Target => Joined.Request.Target;

        public override SharedOptions Shared => Joined.Shared;

        public override NodeOptions Options => Joined.Node;

        public override TimeProvider Time => Joined.Request.Time;

        public override bool IsWorker => !Joined.Request.HasLed;

        protected override string? ChosenName => Joined.Request.NodeName;

        public override bool IsRecorded => true;

        public override ValueTask DisposeAsync() => Joined.DisposeAsync();

        /// <summary>The migration's ledger stands already.</summary>
        public CoordinatorEvent.LedgerReady Ready =>
            new(Joined.Migration, Joined.Source, Joined.Target, Joined.Node, Joined.Snapshot.OpenAsync);
    }
}
