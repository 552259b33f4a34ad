using ActorMigrate.Control.Status;

namespace ActorMigrate.Host.Inspection;

/// <summary>Looks at the migration in one target again and again, on one session. Every method throws
/// <see cref="Migration.Failures.RefusedException"/> where the target or its ledger cannot be read.</summary>
public interface IMigrationWatch : IAsyncDisposable
{
    /// <summary>Returns how the migration stands, or null where the target holds none.</summary>
    Task<WatchedStatus?> StatusAsync(CancellationToken cancellationToken);

    /// <summary>Returns its in-scope tables.</summary>
    Task<IReadOnlyList<TableDetail>> TablesAsync(Guid migration, CancellationToken cancellationToken);

    /// <summary>Returns the tasks of one table.</summary>
    Task<IReadOnlyList<TaskDetail>> TasksAsync(Guid migration, int relation, CancellationToken cancellationToken);

    /// <summary>Returns how fast it was so far.</summary>
    Task<IReadOnlyList<RatePoint>> HistoryAsync(Guid migration, CancellationToken cancellationToken);

    /// <summary>Opens and ends a session of its own, to tell a target that is away from a ledger that takes long to read.</summary>
    Task PingAsync(CancellationToken cancellationToken);

    /// <summary>Ends the session until the next look.</summary>
    Task RestAsync();
}
