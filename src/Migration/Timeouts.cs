namespace ActorMigrate.Migration;

/// <summary>The times that bound waits and that no setting changes. The section "Waits" of <c>docs/architecture.md</c> says what follows
/// each of them; a test compares both. Waits that scale with the lease or with <c>stall-timeout</c> are stated there alone.</summary>
public static class Timeouts
{
    /// <summary>For a host's answer, where <c>connect_timeout</c> says nothing.</summary>
    public static readonly TimeSpan Connect = TimeSpan.FromSeconds(10);

    /// <summary>For the answer to the first statements of a session: its settings, and the snapshot that it joins.</summary>
    public static readonly TimeSpan SessionBeginning = TimeSpan.FromSeconds(90);

    /// <summary>For a session whose statement was cancelled, and for one that is closed.</summary>
    public static readonly TimeSpan SessionEnd = TimeSpan.FromSeconds(10);

    /// <summary>For a lock that another session holds, in sessions that read catalogs or the ledger.</summary>
    public static readonly TimeSpan Lock = TimeSpan.FromMinutes(1);

    /// <summary>For a lock that another session holds, in sessions that count and compare rows.</summary>
    public static readonly TimeSpan ValidationLock = TimeSpan.FromMinutes(10);

    /// <summary>For a lock that another session holds, in sessions of the checks before the start.</summary>
    public static readonly TimeSpan CheckLock = TimeSpan.FromSeconds(3);

    /// <summary>For the ledger's answer to a short query. Longer than <see cref="Lock"/>, after which the server answers by
    /// itself.</summary>
    public static readonly TimeSpan LedgerAnswer = TimeSpan.FromSeconds(90);

    /// <summary>For the ledger's answer to a short query, before the user is told that it has not come.</summary>
    public static readonly TimeSpan Silence = TimeSpan.FromSeconds(10);

    /// <summary>For the answer about sessions that do not answer.</summary>
    public static readonly TimeSpan SilenceLook = TimeSpan.FromSeconds(3);

    /// <summary>Between two notices of a target that does not answer.</summary>
    public static readonly TimeSpan SilenceNotice = TimeSpan.FromSeconds(30);

    /// <summary>For the answer to one statement of the looks at a server, such as those before the start.</summary>
    public static readonly TimeSpan Look = TimeSpan.FromMinutes(5);

    /// <summary>For the answer to one statement of a session that reads definitions, which may be many.</summary>
    public static readonly TimeSpan CatalogAnswer = TimeSpan.FromMinutes(30);

    /// <summary>For the ledger's answer to a transaction that writes the plan, opens tasks again or empties tables, and to any one
    /// statement of a session with the ledger.</summary>
    public static readonly TimeSpan LedgerRewrite = TimeSpan.FromMinutes(30);

    /// <summary>For ACCESS SHARE on a batch of tables, in the snapshot's holders.</summary>
    public static readonly TimeSpan HoldersLock = TimeSpan.FromSeconds(15);

    /// <summary>For the answer of a holder of the snapshot that is asked whether it lives.</summary>
    public static readonly TimeSpan HoldersAnswer = TimeSpan.FromSeconds(30);

    /// <summary>For the end of the snapshot's holders.</summary>
    public static readonly TimeSpan HoldersEnd = TimeSpan.FromSeconds(10);

    /// <summary>Between two notices of a session that waits for a table which the holders keep.</summary>
    public static readonly TimeSpan WaiterNotice = TimeSpan.FromSeconds(30);

    /// <summary>For the locks of a node that has just joined, in its copies.</summary>
    public static readonly TimeSpan JoinersLocks = TimeSpan.FromMinutes(1);

    /// <summary>Until the first look at the backends of an attempt that makes no progress.</summary>
    public static readonly TimeSpan FirstStallLook = TimeSpan.FromSeconds(10);

    /// <summary>For the answer to a query of backends.</summary>
    public static readonly TimeSpan StallLook = TimeSpan.FromSeconds(10);

    /// <summary>For the statement that names the column of a value which the target refuses.</summary>
    public static readonly TimeSpan ColumnName = TimeSpan.FromMinutes(1);

    /// <summary>For the lease, while the target does not answer.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(30);

    /// <summary>For the answer to one try to take or renew the lease.</summary>
    public static readonly TimeSpan LeaseTry = TimeSpan.FromSeconds(5);

    /// <summary>For the answer of the cluster's nodes to one that joins, in all.</summary>
    public static readonly TimeSpan ClusterEntry = TimeSpan.FromSeconds(25);

    /// <summary>For the answer of the cluster's nodes to one try to join.</summary>
    public static readonly TimeSpan ClusterEntryTry = TimeSpan.FromSeconds(8);

    /// <summary>For a TCP connection to a node that may be joined.</summary>
    public static readonly TimeSpan SeedConnection = TimeSpan.FromSeconds(2);

    /// <summary>For the ledger's list of fingerprints, in a handshake. Shorter than the transport's <c>connection-timeout</c> of 5 s, which
    /// the whole handshake shares.</summary>
    public static readonly TimeSpan Fingerprints = TimeSpan.FromSeconds(2);

    /// <summary>For the membership of a node that has registered.</summary>
    public static readonly TimeSpan Membership = TimeSpan.FromMinutes(1);

    /// <summary>For a migration that is about to begin, in a worker without <c>--wait</c>.</summary>
    public static readonly TimeSpan MigrationBegins = TimeSpan.FromMinutes(1);

    /// <summary>For the lock by which nodes join one at a time, in one try.</summary>
    public static readonly TimeSpan JoiningGate = TimeSpan.FromSeconds(10);

    /// <summary>For a grant; an offer that is older is dropped.</summary>
    public static readonly TimeSpan Offer = TimeSpan.FromSeconds(3);

    /// <summary>For the entity of an order, before the order is given again.</summary>
    public static readonly TimeSpan Order = TimeSpan.FromSeconds(3);

    /// <summary>For progress of a lot: its next task, or its next fifty statements.</summary>
    public static readonly TimeSpan Lot = TimeSpan.FromSeconds(15);

    /// <summary>For the look at removed nodes' sessions and tasks.</summary>
    public static readonly TimeSpan Removal = TimeSpan.FromSeconds(15);

    /// <summary>For a copy whose other side has failed or was cancelled.</summary>
    public static readonly TimeSpan CopyEnd = TimeSpan.FromSeconds(5);

    /// <summary>For work in flight that was cancelled, before its backends are ended.</summary>
    public static readonly TimeSpan Cancellation = TimeSpan.FromSeconds(2);

    /// <summary>For work in flight whose backends in the target were ended: nothing but the source can keep it.</summary>
    public static readonly TimeSpan ReadersEnd = TimeSpan.FromSeconds(5);

    /// <summary>For the coordinator's own work that was cancelled.</summary>
    public static readonly TimeSpan Unwinding = TimeSpan.FromSeconds(15);

    /// <summary>For the ledger, when a node that stops gives its tasks back.</summary>
    public static readonly TimeSpan TaskRelease = TimeSpan.FromSeconds(5);

    /// <summary>For the end of a node's actors and for its last words in the ledger, each.</summary>
    public static readonly TimeSpan NodeEnd = TimeSpan.FromSeconds(10);

    /// <summary>For the ledger, when a run that its user has stopped is summed up, and when its end is recorded, each.</summary>
    public static readonly TimeSpan StoppedRun = TimeSpan.FromSeconds(10);

    /// <summary>For the ledger, when a node sums its part up.</summary>
    public static readonly TimeSpan NodeSummary = TimeSpan.FromSeconds(15);

    /// <summary>For the ledger, when a node that was replaced sums its part up.</summary>
    public static readonly TimeSpan ReplacedSummary = TimeSpan.FromSeconds(3);

    /// <summary>For the end of the sessions of nodes that have not left when a run ends.</summary>
    public static readonly TimeSpan StayingNodes = TimeSpan.FromSeconds(10);

    /// <summary>For the running migration, when a user gives a directive.</summary>
    public static readonly TimeSpan Directive = TimeSpan.FromSeconds(15);

    /// <summary>For the ledger's tables, when <c>cleanup</c> drops them.</summary>
    public static readonly TimeSpan LedgerDrop = TimeSpan.FromMinutes(1);
}
