namespace ActorMigrate.Migration.Phases;

/// <summary>The phases of a migration, in the order in which they run.</summary>
public enum Phase
{
    /// <summary>Snapshot exported, tables locked, catalogs read under the snapshot.</summary>
    ExtractSourceSchema,

    /// <summary>Schemas, types and sequences created in the target.</summary>
    CreateTargetSchema,

    /// <summary>Tables created, truncated or recreated in the target.</summary>
    CreateTargetTables,

    /// <summary>Copy and finishing tasks written to the ledger.</summary>
    PrepareTransfers,

    /// <summary>Data copied; a table's finishing starts as soon as its own data is in.</summary>
    TransferData,

    /// <summary>Results of partitions rolled up per table.</summary>
    CollectResults,

    /// <summary>Tables that were created UNLOGGED become logged.</summary>
    ConvertTablesToLogged,

    /// <summary>Keys, indexes and constraints made on the tables that succeeded.</summary>
    CreatePrimaryKeys,

    /// <summary>Source and target compared on fresh connections.</summary>
    Validate,

    /// <summary>The verdict computed from the ledger.</summary>
    Summarize,
}
