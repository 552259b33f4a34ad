namespace ActorMigrate.Postgres.Connection;

/// <summary>libpq's <c>target_session_attrs</c>: which of several hosts will do.</summary>
internal enum TargetSession
{
    /// <summary>Any server.</summary>
    Any,

    /// <summary>One whose sessions may write.</summary>
    ReadWrite,

    /// <summary>One whose sessions may only read.</summary>
    ReadOnly,

    /// <summary>One that is not in recovery.</summary>
    Primary,

    /// <summary>One that is in recovery.</summary>
    Standby,

    /// <summary>One in recovery; if there is none, any.</summary>
    PreferStandby,
}
