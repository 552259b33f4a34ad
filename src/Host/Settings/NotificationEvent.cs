namespace ActorMigrate.Host.Settings;

/// <summary>The events of a run as settings name those that notifications are sent for.</summary>
public enum NotificationEvent
{
    /// <summary>The migration begins or goes on.</summary>
    Start,

    /// <summary>A task makes no progress.</summary>
    Stall,

    /// <summary>The run ended, and not well; that it was stopped or refused counts, too.</summary>
    Failure,

    /// <summary>Everything was migrated and validated.</summary>
    Success,
}
