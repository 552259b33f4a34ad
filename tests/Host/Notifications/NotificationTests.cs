using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using ActorMigrate.Host.Progress;
using ActorMigrate.Host.Tests.Commands;
using ActorMigrate.Host.Tests.Summary;
using ActorMigrate.Migration;
using ActorMigrate.Migration.Failures;
using Microsoft.Extensions.Logging;

namespace ActorMigrate.Host.Tests.Notifications;

/// <summary>Notifications of whole commands, to servers on loopback.</summary>
public sealed class NotificationTests : IDisposable
{
    private static readonly MigrationId Id = new(Guid.Parse("11111111-2222-3333-4444-555555555555"));

    private readonly Cli _cli = new() { Time = new Unhurried() };

    public void Dispose() => _cli.Dispose();

    /// <summary>A clock by which no patience ends while a slow machine is at work.</summary>
    private sealed class Unhurried : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            base.CreateTimer(callback, state, dueTime > TimeSpan.FromSeconds(1) ? dueTime * 60 : dueTime, period);
    }

    private void Runs(Outcome outcome) => _cli.Migration = (progress, _) =>
    {
        progress.Report(new ProgressEvent.RunStarted(Id, "a:5432/shop (15.8)", "b:5432/shop (18.4)"));
        progress.Report(new ProgressEvent.Noticed(LogLevel.Warning, "an ordinary warning"));
        progress.Report(new ProgressEvent.Noticed(LogLevel.Warning, "copy-table public.posts has stood still for 60 s: a lock.")
            { IsStandstill = true });
        progress.Report(new ProgressEvent.Noticed(LogLevel.Warning, "copy-table public.votes has stood still for 61 s: a lock.")
            { IsStandstill = true });
        progress.Report(new ProgressEvent.RunStarted(Id, "a:5432/shop (15.8)", "b:5432/shop (18.4)"));
        return Task.FromResult(Summaries.Of(outcome, Summaries.Table("posts")));
    };

    [Fact]
    public async Task A_webhook_is_told_of_start_standstill_and_end_each_signed_over_its_bytes()
    {
        await using var server = LocalServer.Http();
        _cli.Environment["ACTORMIGRATE_WEBHOOK_SECRET"] = "k3y";
        Runs(Outcome.Succeeded);

        Assert.Equal(0, await _cli.MigrateAsync("--webhook-url", server.Url));

        var requests = new[] { await server.TakeAsync(), await server.TakeAsync(), await server.TakeAsync() };
        var bodies = requests.Select(request => JsonNode.Parse(request.Body)!).ToList();
        Assert.Equal(["start", "stall", "success"], bodies.Select(body => (string)body["event"]!));
        Assert.Equal(0, server.Waiting);
        Assert.All(requests, request => Assert.Contains(
            "X-ActorMigrate-Signature: sha256=" + Convert.ToHexStringLower(
                HMACSHA256.HashData("k3y"u8, Encoding.UTF8.GetBytes(request.Body))), request.Head, StringComparison.Ordinal));
        Assert.All(bodies, body => Assert.Equal("a:5432/shop (15.8)", (string)body["source"]!));
        Assert.Equal(3, bodies.Select(body => (string)body["id"]!).Distinct().Count());
        Assert.Contains("public.posts", (string)bodies[1]["message"]!, StringComparison.Ordinal);
        Assert.Equal((0, 1000L), ((int)bodies[2]["exitCode"]!, (long)bodies[2]["totals"]!["rows"]!));
        Assert.StartsWith("POST /hook/t0ken?key=t0ken HTTP/1.1", requests[0].Head, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_worker_tells_of_standstills_from_when_it_has_taken_the_coordination_over()
    {
        await using var server = LocalServer.Http();
        static ProgressEvent Standstill(string table) =>
            new ProgressEvent.Noticed(LogLevel.Warning, $"copy-table {table} has stood still for 60 s: a lock.") { IsStandstill = true };
        _cli.Migration = (progress, _) =>
        {
            progress.Report(new ProgressEvent.RunStarted(Id, "a:5432/shop (15.8)", "b:5432/shop (18.4)"));
            progress.Report(Standstill("public.before"));
            progress.Report(new ProgressEvent.RunStarted(Id, "a:5432/shop (15.8)", "b:5432/shop (18.4)"));
            progress.Report(new ProgressEvent.Noticed(LogLevel.Information, "This node coordinates.") { IsTakeover = true });
            progress.Report(Standstill("public.after"));
            return Task.FromResult(Summaries.Of(Outcome.Succeeded, Summaries.Table("posts")) with { IsWhole = true });
        };

        Assert.Equal(0, await _cli.RunAsync(
            "worker", "--source", "postgresql://a/shop", "--target", "postgresql://b/shop", "--webhook-url", server.Url));

        var bodies = new[] { await server.TakeAsync(), await server.TakeAsync() }.Select(request => JsonNode.Parse(request.Body)!).ToList();
        Assert.Equal(["stall", "success"], bodies.Select(body => (string)body["event"]!));
        Assert.Contains("public.after", (string)bodies[0]["message"]!, StringComparison.Ordinal);
        Assert.Equal(0, server.Waiting);
    }

    [Fact]
    public async Task Slack_gets_text_without_marks_of_its_own()
    {
        await using var server = LocalServer.Http("200 OK");
        _cli.Environment["ACTORMIGRATE_SLACK_URL"] = server.Url;
        _cli.Migration = (_, _) =>
            Task.FromResult(Summaries.Of(Outcome.FinishedWithFailures) with { Message = "table <!channel> & \u202Emore" });

        Assert.Equal(3, await _cli.MigrateAsync());

        var body = JsonNode.Parse((await server.TakeAsync()).Body)!.AsObject();
        Assert.Equal(["text"], body.Select(field => field.Key));
        Assert.Contains(@"table &lt;!channel&gt; &amp; \u202emore", (string)body["text"]!, StringComparison.Ordinal);
        Assert.Contains("failed (FinishedWithFailures, exit code 3)", (string)body["text"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Mail_is_sent_with_a_login_that_a_file_holds()
    {
        await using var server = LocalServer.Smtp("AUTH PLAIN");
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, "s3cret\n");
        Runs(Outcome.Succeeded);

        var exitCode = await _cli.MigrateAsync(
            "--mail-server", $"127.0.0.1:{server.Port}", "--mail-tls", "none", "--mail-from", "db@example.com", "--mail-to",
            "a@example.com,b@example.com",
            "--mail-user", "b", "--mail-password-file", file, "--notify-on", "success");

        File.Delete(file);
        Assert.True(exitCode == 0, _cli.Error);
        var mail = await server.TakeAsync();
        Assert.Contains("RCPT TO:<b@example.com>", mail.Head, StringComparison.Ordinal);
        Assert.Contains("Subject: ActorMigrate: succeeded: a:5432/shop (15.8)", mail.Body, StringComparison.Ordinal);
        Assert.Contains("Everything was migrated and validated.", mail.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("warning: A notification", _cli.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("starttls", "", "s3cret")]
    [InlineData("none", "AUTH PLAIN", "wrong-s3cret")]
    public async Task A_mail_server_that_does_not_encrypt_or_refuses_the_login_is_told_without_the_password(
        string tls, string offers, string password)
    {
        await using var server = LocalServer.Smtp(offers);
        _cli.Environment["ACTORMIGRATE_MAIL_PASSWORD"] = password;
        Runs(Outcome.Succeeded);

        Assert.Equal(0, await _cli.MigrateAsync(
            "--mail-server", $"127.0.0.1:{server.Port}", "--mail-tls", tls, "--mail-from", "db@example.com", "--mail-to", "a@example.com",
            "--mail-user", "b"));

        ShouldWarnOnce($"e-mail through 127.0.0.1:{server.Port}", "mail-tls", password);
        Assert.DoesNotContain(Convert.ToBase64String(Encoding.UTF8.GetBytes($"\0b\0{password}")), _cli.Error, StringComparison.Ordinal);
        Assert.Contains(offers.Length == 0 ? "STARTTLS" : "the server refused the login", _cli.Error, StringComparison.Ordinal);
        Assert.Equal(0, server.Waiting);
    }

    [Theory]
    [InlineData("403 Forbidden", "", "the server answered 403")]
    [InlineData("307 Temporary Redirect", "Location: http://127.0.0.1:1/t0ken\r\n", "307, a redirect, which is not followed")]
    public async Task A_server_that_refuses_or_redirects_is_told_once_and_the_exit_code_stays(string status, string headers, string words)
    {
        await using var server = LocalServer.Http(status, headers);
        Runs(Outcome.Succeeded);

        Assert.Equal(0, await _cli.MigrateAsync("--webhook-url", server.Url));

        ShouldWarnOnce($"the webhook at 127.0.0.1:{server.Port}", words, "t0ken");
        // Each of the three was sent, once, and to this server alone.
        for (var i = 0; i < 3; i++)
            await server.TakeAsync();
        Assert.Equal(0, server.Waiting);
    }

    [Fact]
    public async Task A_certificate_that_nobody_vouches_for_is_refused_before_anything_is_sent()
    {
        await using var server = LocalServer.Untrusted();
        Runs(Outcome.Succeeded);

        Assert.Equal(0, await _cli.MigrateAsync("--webhook-url", $"https://localhost:{server.Port}/t0ken", "--notify-on", "success"));

        ShouldWarnOnce($"the webhook at localhost:{server.Port}", "certificate", "t0ken");
        Assert.Equal(0, server.Waiting);
    }

    /// <summary>With <c>--quiet</c>, too, since standard error takes the warning where no view does.</summary>
    [Fact]
    public async Task A_server_that_is_not_there_is_told_on_standard_error_too_where_no_progress_is_shown()
    {
        using var nobody = Nobody(out var url);
        Runs(Outcome.Stopped);

        Assert.Equal(5, await _cli.MigrateAsync("--webhook-url", url, "--quiet"));

        ShouldWarnOnce("the webhook at", "Check webhook-url", "t0ken");
    }

    [Fact]
    public async Task The_warning_is_a_line_of_the_log_where_that_is_JSON()
    {
        using var nobody = Nobody(out var url);
        Runs(Outcome.Stopped);

        Assert.Equal(5, await _cli.MigrateAsync("--webhook-url", url, "--progress", "none", "--log-format", "json"));

        var lines = _cli.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!).ToList();
        Assert.Single(lines, line => (string)line["level"]! == "warning"
            && ((string)line["message"]!).Contains("A notification by the webhook", StringComparison.Ordinal));
    }

    // Bound, so that no other program gets the port, and nobody listens.
    private static Socket Nobody(out string url)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        url = $"http://127.0.0.1:{((IPEndPoint)socket.LocalEndPoint!).Port}/hook/t0ken";
        return socket;
    }

    private void ShouldWarnOnce(string channel, string words, string secret)
    {
        var warning = Assert.Single(_cli.Error.Split('\n'), line => line.Contains("A notification by", StringComparison.Ordinal));
        Assert.Contains(channel, warning, StringComparison.Ordinal);
        Assert.Contains(words, warning, StringComparison.Ordinal);
        Assert.Contains("the migration goes on", warning, StringComparison.Ordinal);
        Assert.DoesNotContain(secret, _cli.Error + _cli.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_that_was_refused_is_a_failure_and_passwords_that_its_message_repeats_are_hidden()
    {
        await using var server = LocalServer.Http();
        _cli.Migration = (_, _) => throw new RefusedException("The source postgresql://u:hunter22@h/db does not answer.", "Start it.");

        Assert.Equal(2, await _cli.MigrateAsync("--webhook-url", server.Url));

        var body = JsonNode.Parse((await server.TakeAsync()).Body)!;
        Assert.Equal(("failure", "Refused", 2), ((string)body["event"]!, (string)body["outcome"]!, (int)body["exitCode"]!));
        Assert.Equal("The source postgresql://u:***@h/db does not answer.", (string)body["message"]!);
    }

    [Fact]
    public async Task Only_the_events_that_were_asked_for_are_notified()
    {
        await using var server = LocalServer.Http();
        Runs(Outcome.Stopped);

        Assert.Equal(5, await _cli.MigrateAsync("--webhook-url", server.Url, "--notify-on", "failure,success"));

        Assert.Equal("failure", (string)JsonNode.Parse((await server.TakeAsync()).Body)!["event"]!);
        Assert.Equal(0, server.Waiting);
    }

    [Theory]
    [InlineData("ACTORMIGRATE_WEBHOOK_URL", "http://hooks.example.com/t0ken", "webhook-url is '***'")]
    [InlineData("ACTORMIGRATE_WEBHOOK_URL", "https://user:t0ken@hooks.example.com/", "webhook-url is '***'")]
    [InlineData("ACTORMIGRATE_SLACK_URL", "t0ken", "slack-url is '***'")]
    [InlineData("ACTORMIGRATE_WEBHOOK_SECRET", "t0ken", "webhook-url, to which it belongs, is not")]
    [InlineData("ACTORMIGRATE_NOTIFY_ON", "end", "notify-on has 'end'")]
    [InlineData("ACTORMIGRATE_MAIL_TO", "a@example.com", "mail needs mail-server, mail-from and mail-to")]
    [InlineData("ACTORMIGRATE_SLACK_URL_FILE", "/no/such/t0ken-file", "slack-url-file cannot be read")]
    public async Task A_setting_that_cannot_work_is_bad_usage_before_the_run_and_no_secret_is_repeated(
        string variable, string value, string words)
    {
        _cli.Environment[variable] = value;
        _cli.Migration = (_, _) => throw new InvalidOperationException("the run began");

        Assert.Equal(1, await _cli.MigrateAsync());

        Assert.Contains(words, _cli.Error, StringComparison.Ordinal);
        if (!variable.EndsWith("FILE", StringComparison.Ordinal))
            Assert.DoesNotContain("t0ken", _cli.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_password_is_not_sent_in_the_clear_to_another_machine_and_secrets_have_no_flag()
    {
        _cli.Environment["ACTORMIGRATE_MAIL_PASSWORD"] = "t0ken";

        Assert.Equal(1, await _cli.MigrateAsync(
            "--mail-server", "smtp.example.com", "--mail-tls", "none", "--mail-from", "db@example.com", "--mail-to", "a@example.com",
            "--mail-user", "b"));
        Assert.Contains("send mail-password unencrypted", _cli.Error, StringComparison.Ordinal);

        Assert.Equal(1, await _cli.MigrateAsync("--webhook-secret", "t0ken"));
        Assert.Equal(1, await _cli.MigrateAsync("--slack-url", "t0ken"));
        Assert.Equal(1, await _cli.MigrateAsync("--mail-password", "t0ken"));
        Assert.DoesNotContain("t0ken", _cli.Error, StringComparison.Ordinal);
    }
}
