using ActorMigrate.Host.Settings;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;

namespace ActorMigrate.Host.Notifications;

/// <summary>E-mail, as plain text. The server's certificate is verified wherever the connection is encrypted.</summary>
internal sealed class MailChannel(MailOptions options, string? password) : INotificationChannel
{
    public string Name => $"e-mail through {options.Host}:{options.Port}";

    public string Remedy =>
        "Check mail-server, mail-tls, mail-user and the password, and that the server takes mail from mail-from to mail-to.";

    public async Task SendAsync(Notification notification, CancellationToken cancellationToken)
    {
        using var message = new MimeMessage();
        message.From.Add(MailboxAddress.Parse(options.From));
        message.To.AddRange(options.To.Select(MailboxAddress.Parse));
        message.Subject = NotificationText.Subject(notification);
        message.Body = new TextPart("plain") { Text = NotificationText.Of(notification) + "\n" };
        // Revocation is not looked up, as with the webhooks: it takes servers that a closed network does not reach.
        using var client = new SmtpClient { CheckCertificateRevocation = false };
        await client.ConnectAsync(options.Host, options.Port, SecurityOf(options.Tls), cancellationToken);
        if (options.User is { } user)
            await LogInAsync(client, user, cancellationToken);
        await client.SendAsync(message, cancellationToken);
        await client.DisconnectAsync(quit: true, cancellationToken);
    }

    /// <summary>Logs in. The server's words are not repeated: they may quote the command, which holds the password in one coding or
    /// another.</summary>
    private async Task LogInAsync(SmtpClient client, string user, CancellationToken cancellationToken)
    {
        try
        {
            await client.AuthenticateAsync(user, password ?? "", cancellationToken);
        }
        catch (AuthenticationException)
        {
            throw new NotificationException("the server refused the login");
        }
        catch (NotSupportedException)
        {
            throw new NotificationException("the server offers no login over this connection");
        }
    }

    private static SecureSocketOptions SecurityOf(MailTls tls) => tls switch
    {
        MailTls.Tls => SecureSocketOptions.SslOnConnect,
        MailTls.None => SecureSocketOptions.None,
        _ => SecureSocketOptions.StartTls,
    };
}
