namespace ActorMigrate.Migration.Options;

/// <summary>The way in which large tables are split into partitions.</summary>
public enum PartitionBy
{
    /// <summary>By ctid where the source can (14 or later, heap), else by NTILE over the primary key, else not at all.</summary>
    Auto,

    /// <summary>Ranges of ctid (PostgreSQL 14 and later scan them directly).</summary>
    Ctid,

    /// <summary>Equal shares of rows by NTILE over the primary key.</summary>
    Ntile,

    /// <summary>NTILE partitions read in chunks by keyset, each chunk committed with its last key.</summary>
    Keyset,
}
