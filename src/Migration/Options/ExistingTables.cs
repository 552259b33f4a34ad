namespace ActorMigrate.Migration.Options;

/// <summary>The treatment of in-scope tables that exist in the target.</summary>
public enum ExistingTables
{
    /// <summary>The run is refused, naming them.</summary>
    Refuse,

    /// <summary>The tables are kept and emptied.</summary>
    Truncate,

    /// <summary>The tables are dropped and created again.</summary>
    Drop,
}
