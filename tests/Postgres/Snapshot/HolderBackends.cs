using ActorMigrate.Postgres.Snapshot;

namespace ActorMigrate.Postgres.Tests.Snapshot;

/// <summary>The backends of a snapshot's holders, for tests that end them.</summary>
internal static class HolderBackends
{
    extension(SourceSnapshot snapshot)
    {
        /// <summary>The process ids of the holders' backends, as they are now.</summary>
        public IReadOnlyList<int> HolderPids => [.. snapshot.Holders.Select(holder => holder.BackendPid)];
    }
}
