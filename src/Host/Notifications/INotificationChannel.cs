namespace ActorMigrate.Host.Notifications;

/// <summary>One way by which notifications reach people.</summary>
internal interface INotificationChannel
{
    /// <summary>Its name for messages, with no more of its address than the host.</summary>
    string Name { get; }

    /// <summary>The step that a user can take after a failure.</summary>
    string Remedy { get; }

    /// <summary>Sends one notification, or throws.</summary>
    Task SendAsync(Notification notification, CancellationToken cancellationToken);
}

/// <summary>A notification was refused by its receiver; the message holds no secret.</summary>
internal sealed class NotificationException(string message) : Exception(message);
