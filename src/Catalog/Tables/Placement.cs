namespace ActorMigrate.Catalog.Tables;

/// <summary>The facts that decide to which partition of a partitioned table a row belongs.</summary>
internal enum Placement
{
    /// <summary>The row's values alone.</summary>
    ByValue = 's',

    /// <summary>The bytes of a text, which depend on the database's encoding.</summary>
    ByEncoding = 'e',

    /// <summary>The order of the database's collation.</summary>
    ByCollation = 'c',

    /// <summary>Oids, or what only one cluster has.</summary>
    ByOid = 'o',
}
