namespace ActorMigrate.Postgres.Session;

/// <summary>The purpose of a session. It shows in <c>pg_stat_activity.application_name</c> and chooses the size of the buffers.</summary>
public enum SessionPurpose
{
    /// <summary>Looks before anything is touched.</summary>
    Preflight,

    /// <summary>Holds the exported snapshot and its locks.</summary>
    Snapshot,

    /// <summary>Reads the system catalogs.</summary>
    Catalog,

    /// <summary>Creates schemas, types, tables and the rest.</summary>
    Schema,

    /// <summary>Moves rows; large buffers.</summary>
    Copy,

    /// <summary>Builds keys and indexes, adds constraints.</summary>
    Finish,

    /// <summary>Reads and writes the ledger.</summary>
    Control,

    /// <summary>Proves that a node lives.</summary>
    Heartbeat,

    /// <summary>Enters the cluster, holds its lease, and takes back what removed nodes held.</summary>
    Lease,

    /// <summary>Compares source and target.</summary>
    Validation,
}
