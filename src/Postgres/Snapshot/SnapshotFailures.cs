using ActorMigrate.Migration.Failures;
using Npgsql;

namespace ActorMigrate.Postgres.Snapshot;

/// <summary>Words the failures of a snapshot.</summary>
internal static class SnapshotFailures
{
    /// <summary>No transaction holds it any more.</summary>
    public static Failure Lost { get; } = new(
        FailureClass.Fatal, PostgresErrorCodes.InvalidParameterValue,
        "The source's snapshot is lost: every session that held it has ended (server restart, failover, pg_terminate_backend, a cut "
            + "network), and PostgreSQL cannot bring a snapshot back.",
        "Tables that are committed stay. Go on with actormigrate resume, which takes a new snapshot by itself where it sees the same "
            + "rows, and asks for a choice where it does not.");

    /// <summary>The holders of the snapshot live, but a session that imports it does not find it.</summary>
    public static Failure UnknownToLivingServer { get; } = new(
        FailureClass.Fatal, PostgresErrorCodes.InvalidParameterValue,
        "The source does not know its own snapshot in a new session although the session that holds it lives: connections reach "
            + "different servers or databases.",
        "Connect to one server directly: not through a pooler or load balancer, and not to a reader endpoint behind "
            + "which several servers stand.");

    /// <summary>A holder's session does not answer.</summary>
    public static Failure Silent { get; } = new(
        FailureClass.Transient, null, "A session that holds the source's snapshot does not answer.", "Check the network to the source.");

    /// <summary>Tells whether the server does not know the snapshot: 22023 up to PostgreSQL 16, 42704 or 22023 later.</summary>
    public static bool IsUnknownSnapshot(PostgresException e) =>
        e.SqlState is PostgresErrorCodes.InvalidParameterValue or PostgresErrorCodes.UndefinedObject;

    /// <summary>Tells errors of the server or the network from defects, which must surface.</summary>
    public static bool IsExpected(Exception e) =>
        e is NpgsqlException or IOException or TimeoutException or RefusedException or ServerFailureException
        || (e is InvalidOperationException && e.Source == nameof(Npgsql));
}
