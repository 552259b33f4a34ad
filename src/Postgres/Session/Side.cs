namespace ActorMigrate.Postgres.Session;

/// <summary>The end of the migration that a connection leads to.</summary>
public enum Side
{
    /// <summary>Read only, always: its sessions cannot write.</summary>
    Source,

    /// <summary>Written to.</summary>
    Target,
}
