using System.Net;

namespace ActorMigrate.Host.Settings;

/// <summary>Reads where notifications go.</summary>
internal sealed partial class SettingsReader
{
    private NotifyOptions ReadNotify()
    {
        RefuseTwice(NotifySettings.WebhookSecret, NotifySettings.WebhookSecretFile);
        RefuseTwice(NotifySettings.SlackUrl, NotifySettings.SlackUrlFile);
        RefuseTwice(NotifySettings.MailPassword, NotifySettings.MailPasswordFile);
        var webhook = Optional(NotifySettings.WebhookUrl);
        var key = SecretOf(NotifySettings.WebhookSecret, NotifySettings.WebhookSecretFile);
        if (webhook is null && key.IsGiven)
            _problems.Add("webhook-secret is given, but webhook-url, to which it belongs, is not");
        return new NotifyOptions
        {
            Events = ReadEvents(),
            WebhookUrl = webhook is null ? null : new ConnectionText(webhook),
            WebhookSecret = key,
            SlackUrl = SecretOf(NotifySettings.SlackUrl, NotifySettings.SlackUrlFile),
            Mail = ReadMail(),
        };
    }

    private List<NotificationEvent> ReadEvents()
    {
        var (texts, origin) = Find(NotifySettings.On);
        var read = ValueReaders.OneOf(Enum.GetValues<NotificationEvent>());
        var events = new List<NotificationEvent>();
        foreach (var text in texts)
        {
            if (read(text, out var happened))
                events.Add(happened);
            else
                _problems.Add($"notify-on has '{text}' (from {origin}), but takes {NotifySettings.On.Allowed}");
        }

        return events;
    }

    private MailOptions? ReadMail()
    {
        var (server, from, to) =
            (Optional(NotifySettings.MailServer), Optional(NotifySettings.MailFrom), Find(NotifySettings.MailTo).Texts);
        if (server is null && from is null && to.Count == 0)
            return null;
        if (server is null || from is null || to.Count == 0)
        {
            _problems.Add("mail needs mail-server, mail-from and mail-to, and not all of them are given");
            return null;
        }

        foreach (var address in to.Append(from).Where(address => !MimeKit.MailboxAddress.TryParse(address, out _)))
            _problems.Add($"mail-from or mail-to has '{address}', which is not an e-mail address");
        var (tls, user, password) = (One(NotifySettings.MailTls), Optional(NotifySettings.MailUser),
            SecretOf(NotifySettings.MailPassword, NotifySettings.MailPasswordFile));
        if (ValueReaders.SplitHost(server) is not var (host, port))
            return null;
        if (tls == MailTls.None && password.IsGiven && host is not "localhost"
            && !(IPAddress.TryParse(host.Trim('[', ']'), out var known) && IPAddress.IsLoopback(known)))
            _problems.Add("mail-tls is 'none', which would send mail-password unencrypted; use starttls or tls");
        if (password.IsGiven && user is null)
            _problems.Add("mail-password is given, but mail-user, to whom it belongs, is not");
        return new MailOptions(host.Trim('[', ']'), port > 0 ? port : PortOf(tls), tls, from, to, user, password);
    }

    private static int PortOf(MailTls tls) => tls switch { MailTls.Tls => 465, MailTls.None => 25, _ => 587 };

    private SecretSource SecretOf(Setting<string> value, Setting<string> file) => new(Optional(value), Optional(file));

    private void RefuseTwice(Setting<string> value, Setting<string> file)
    {
        if (Optional(value) is not null && Optional(file) is not null)
            _problems.Add(
                $"{value.Name} (from {Find(value).Origin}) and {file.Name} (from {Find(file).Origin}) exclude "
                    + "each other; keep one of them");
    }
}
