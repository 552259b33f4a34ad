using ActorMigrate.Host.Notifications;
using ActorMigrate.Host.Progress;
using ActorMigrate.Host.Settings;
using Microsoft.Extensions.Logging;

namespace ActorMigrate.Host.Tests.Notifications;

public class NotifierTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private static Notification Told(string message) =>
        new() { Event = NotificationEvent.Start, At = DateTimeOffset.UnixEpoch, Message = message };

    /// <summary>A channel that does what the test says.</summary>
    private sealed class Channel(Func<Notification, CancellationToken, Task> send) : INotificationChannel
    {
        public string Name => "the channel";

        public string Remedy => "Mend it.";

        public Task SendAsync(Notification notification, CancellationToken cancellationToken) => send(notification, cancellationToken);
    }

    [Fact]
    public async Task A_channel_that_hangs_delays_neither_the_run_nor_another_channel_nor_the_end_beyond_its_patience()
    {
        var (told, warnings) = (new List<string>(), new List<string>());
        var deaf = new Channel((_, _) => new TaskCompletionSource().Task);
        var well = new Channel((notification, _) =>
        {
            told.Add(notification.Message);
            return Task.CompletedTask;
        });
        await using var notifier = new Notifier([deaf, well], [], [], TimeProvider.System)
        {
            Patience = TimeSpan.FromMilliseconds(500), SendsWithin = TimeSpan.FromHours(1), Warn = warnings.Add,
        };

        notifier.Tell(Told("first"));
        notifier.Tell(Told("second"));
        await notifier.FinishAsync().WaitAsync(Patience);

        Assert.Contains(warnings, warning => warning.Contains("it took longer than", StringComparison.Ordinal));
        // On a machine that is slow enough, the second channel may have been late, too; what it was told is in order.
        Assert.Equal(new[] { "first", "second" }.Take(told.Count), told);
    }

    [Fact]
    public async Task A_notification_that_hangs_is_given_up_and_the_next_one_is_sent()
    {
        var (told, warnings) = (new List<string>(), new List<string>());
        var channel = new Channel((notification, stop) =>
        {
            told.Add(notification.Message);
            return notification.Message == "hangs" ? new TaskCompletionSource().Task : Task.CompletedTask;
        });
        await using var notifier = new Notifier([channel], [], [], TimeProvider.System)
            { Patience = Patience, SendsWithin = TimeSpan.FromMilliseconds(50), Warn = warnings.Add };

        notifier.Tell(Told("hangs"));
        notifier.Tell(Told("next"));
        await notifier.FinishAsync();

        Assert.Equal(["hangs", "next"], told);
        Assert.Contains("no answer came within", Assert.Single(warnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Any_failure_of_a_channel_is_reported_once_without_the_secrets()
    {
        var warnings = new List<string>();
        var channel = new Channel(
            (_, _) => throw new InvalidOperationException("outer", new IOException("the server said /hook/T0KEN and postgres://u:p4ss@h")));
        await using var notifier = new Notifier([channel], [], ["/hook/t0ken"], TimeProvider.System) { Warn = warnings.Add };

        notifier.Tell(Told("first"));
        notifier.Tell(Told("second"));
        await notifier.FinishAsync();

        var warning = Assert.Single(warnings);
        Assert.Contains("the server said *** and postgres://u:***@h.", warning, StringComparison.Ordinal);
        Assert.EndsWith("Mend it.", warning, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Standstills_are_notified_at_once_and_then_at_most_every_ten_minutes()
    {
        var (told, time) = (new List<string>(), new ManualTime());
        var channel = new Channel((notification, _) =>
        {
            told.Add(notification.Message);
            return Task.CompletedTask;
        });
        await using var notifier = new Notifier([channel], [], [], TimeProvider.System) { Patience = Patience };
        var sink = new NotifyingSink(new Silent(), notifier, time);

        foreach (var (after, words) in new[] { (0, "first"), (599, "too soon"), (1, "again"), (60, "too soon") })
        {
            time.Advance(after);
            sink.Report(new ProgressEvent.Noticed(LogLevel.Warning, words) { IsStandstill = true });
        }

        await notifier.FinishAsync();
        Assert.Equal(["first", "again"], told);
    }

    private sealed class Silent : IProgressSink
    {
        public void Report(ProgressEvent progress)
        {
        }
    }
}
