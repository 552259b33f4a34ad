namespace ActorMigrate.Migration.Options;

/// <summary>The depth of a table's validation.</summary>
public enum ValidationDepth
{
    /// <summary>The number of rows.</summary>
    Counts,

    /// <summary>The number of rows and a digest of every copied value, for tables up to a size.</summary>
    Checksums,

    /// <summary>The number of rows and a digest of every copied value, for tables of every size.</summary>
    Full,
}
