using static ActorMigrate.Host.Settings.SettingForms;

namespace ActorMigrate.Host.Settings;

/// <summary>The settings of notifications.</summary>
public static class NotifySettings
{
    /// <summary>The events that notifications are sent for.</summary>
    public static readonly Setting<string> On = List("notify.notify-on", "start, stall, failure, success");

    /// <summary>The webhook.</summary>
    public static readonly Setting<string> WebhookUrl =
        new("notify.webhook-url", SettingShape.Secret, "an https address without a user name; http for this machine alone",
            Address, HasFlag: true);

    /// <summary>The key of the webhook's signature. Secrets of their own have no flag: other users see command lines.</summary>
    public static readonly Setting<string> WebhookSecret =
        new("notify.webhook-secret", SettingShape.Secret, "a text", ValueReaders.Text, HasFlag: false);

    /// <summary>The file of that key.</summary>
    public static readonly Setting<string> WebhookSecretFile = Text("notify.webhook-secret-file", "a readable file");

    /// <summary>The webhook that takes Slack's payload, which is a credential as a whole.</summary>
    public static readonly Setting<string> SlackUrl =
        new("notify.slack-url", SettingShape.Secret, "an https address without a user name; http for this machine alone", Address,
            HasFlag: false);

    /// <summary>The file of that address.</summary>
    public static readonly Setting<string> SlackUrlFile = Text("notify.slack-url-file", "a readable file");

    /// <summary>The mail server.</summary>
    public static readonly Setting<string> MailServer =
        new("notify.mail-server", SettingShape.Single, "a host, or host:port", ValueReaders.HostAndPort, HasFlag: true);

    /// <summary>The encryption of the connection to it.</summary>
    public static readonly Setting<MailTls> MailTls =
        OneOf("notify.mail-tls", true, Settings.MailTls.StartTls, Settings.MailTls.Tls, Settings.MailTls.None);

    /// <summary>The sender.</summary>
    public static readonly Setting<string> MailFrom = Text("notify.mail-from", "an e-mail address");

    /// <summary>The receivers.</summary>
    public static readonly Setting<string> MailTo = List("notify.mail-to", "e-mail addresses");

    /// <summary>The name to log in with.</summary>
    public static readonly Setting<string> MailUser = Text("notify.mail-user", "a name");

    /// <summary>The password to log in with.</summary>
    public static readonly Setting<string> MailPassword =
        new("notify.mail-password", SettingShape.Secret, "a text", ValueReaders.Text, HasFlag: false);

    /// <summary>The file of that password.</summary>
    public static readonly Setting<string> MailPasswordFile = Text("notify.mail-password-file", "a readable file");

    /// <summary>All of them, in the order of the file.</summary>
    public static readonly IReadOnlyList<Setting> All =
        [On, WebhookUrl, WebhookSecret, WebhookSecretFile, SlackUrl, SlackUrlFile, MailServer, MailTls, MailFrom, MailTo, MailUser,
            MailPassword, MailPasswordFile];

    /// <summary>The settings that a flag sets.</summary>
    public static readonly IReadOnlyList<Setting> Flags = [.. All.Where(setting => setting.HasFlag)];
}
