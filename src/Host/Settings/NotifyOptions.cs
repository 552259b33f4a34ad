namespace ActorMigrate.Host.Settings;

/// <summary>The encryption of the connection to a mail server.</summary>
public enum MailTls
{
    /// <summary>The connection is encrypted after its greeting, or nothing is sent.</summary>
    StartTls,

    /// <summary>The connection is encrypted from its beginning.</summary>
    Tls,

    /// <summary>The connection is not encrypted.</summary>
    None,
}

/// <summary>The receivers of notifications.</summary>
public sealed record NotifyOptions
{
    /// <summary>The events that are sent; none for all.</summary>
    public IReadOnlyList<NotificationEvent> Events { get; init; } = [];

    /// <summary>The webhook, or null.</summary>
    public ConnectionText? WebhookUrl { get; init; }

    /// <summary>The key of the webhook's signature, or null.</summary>
    public SecretSource WebhookSecret { get; init; } = SecretSource.Nothing;

    /// <summary>The webhook that takes Slack's payload.</summary>
    public SecretSource SlackUrl { get; init; } = SecretSource.Nothing;

    /// <summary>The mail to send, or null.</summary>
    public MailOptions? Mail { get; init; }

    /// <summary>Tells whether anything is to be sent at all.</summary>
    public bool IsAny => WebhookUrl is not null || SlackUrl.IsGiven || Mail is not null;
}

/// <summary>The mail server and the addresses.</summary>
/// <param name="Host">The server's name, by which its certificate is verified.</param>
/// <param name="Port">Its port.</param>
/// <param name="Tls">The encryption.</param>
/// <param name="From">The sender's address.</param>
/// <param name="To">The receivers' addresses.</param>
/// <param name="User">The name to log in with, or null.</param>
/// <param name="Password">The password to log in with.</param>
public sealed record MailOptions(
    string Host, int Port, MailTls Tls, string From, IReadOnlyList<string> To, string? User, SecretSource Password);
