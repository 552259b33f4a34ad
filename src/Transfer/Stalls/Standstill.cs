using ActorMigrate.Postgres.Session;

namespace ActorMigrate.Transfer.Stalls;

/// <summary>The reason why an attempt makes no progress, as the server of its backends reports it. <paramref name="HeldUp"/>: a backend
/// waits for a lock that a session of another program holds or waits for. <paramref name="Words"/> name the backends, and the sessions that
/// block them.</summary>
public sealed record Standstill(bool HeldUp, string Words)
{
    /// <summary>A backend waits for what is held for moments only: a lightweight lock, or a lock of a session of this program that is idle
    /// in its transaction.</summary>
    public bool AwaitsServer { get; init; }

    /// <summary>No backend is at work, although answers of them are awaited: their processes may be stopped. It is so for moments between
    /// two statements.</summary>
    public bool IsUnheard { get; init; }

    /// <summary>The progress of an index's build; null where none is at work, or where one sorts.</summary>
    public string? Progress { get; init; }
}

/// <summary>Asks a server what the backends of an attempt wait for.</summary>
public delegate Task<Standstill> LookAtBackends(IReadOnlyDictionary<Side, int> backends, CancellationToken cancellationToken);
