using ActorMigrate.Host.Settings;
using ActorMigrate.Migration;
using ActorMigrate.Migration.Failures;

namespace ActorMigrate.Host.Notifications;

/// <summary>Makes the notifier that the settings ask for.</summary>
internal static class NotifierSetup
{
    /// <summary>Returns the notifier, or null where nothing is to be sent.</summary>
    /// <exception cref="RefusedException">A secret's file cannot be read, or holds no address.</exception>
    public static Notifier? Of(NotifyOptions options, TimeProvider time)
    {
        if (!options.IsAny)
            return null;
        var channels = new List<INotificationChannel>();
        var secrets = new List<string>();
        if (options.WebhookUrl?.Reveal() is { } webhook)
        {
            var address = NotifyAddress.Read(webhook, "webhook-url");
            channels.Add(new WebhookChannel(address, Revealed(options.WebhookSecret, "webhook-secret", secrets)));
            secrets.AddRange(NotifyAddress.Secrets(address));
        }

        if (Revealed(options.SlackUrl, "slack-url", secrets) is { } slack)
        {
            var address = NotifyAddress.Read(slack, "slack-url");
            channels.Add(new SlackChannel(address));
            secrets.AddRange(NotifyAddress.Secrets(address));
        }

        if (options.Mail is { } mail)
            channels.Add(new MailChannel(mail, Revealed(mail.Password, "mail-password", secrets)));
        return new Notifier(channels, options.Events, secrets, time);
    }

    private static string? Revealed(SecretSource source, string name, List<string> secrets)
    {
        var secret = source.RevealOf($"{name}-file", $"--{name}-file");
        if (secret is { Length: 0 })
            throw new RefusedException(
                Outcome.BadUsage, $"The file {source.FileName} of {name}-file is empty.", $"Write the secret of {name} into it.");
        if (secret is not null)
            secrets.Add(secret);
        return secret;
    }
}
