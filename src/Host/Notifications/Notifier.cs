using ActorMigrate.Host.Report;
using ActorMigrate.Host.Settings;

namespace ActorMigrate.Host.Notifications;

/// <summary>Sends notifications beside a run. Each channel sends one after the other, none waits for another, and a failure is reported
/// once as a warning: it has no part in the migration. The end waits for what is under way, and never longer than
/// <see cref="Patience"/>.</summary>
internal sealed class Notifier : IAsyncDisposable
{
    /// <summary>The time that one notification may take.</summary>
    public TimeSpan SendsWithin { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The time for which the end waits for notifications.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(15);

    private readonly List<Lane> _lanes;
    private readonly IReadOnlyList<NotificationEvent> _events;
    private readonly IReadOnlyList<string> _secrets;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _ended = new();
    private readonly Lock _gate = new();

    /// <summary>Makes a notifier that sends by these channels, each of these events, or all where none is named.</summary>
    public Notifier(IEnumerable<INotificationChannel> channels, IReadOnlyList<NotificationEvent> events, IReadOnlyList<string> secrets,
        TimeProvider time)
    {
        _lanes = [.. channels.Select(channel => new Lane(channel))];
        (_events, _secrets, _time) = (events, secrets, time);
    }

    /// <summary>Takes the warning of a channel that failed.</summary>
    public Action<string> Warn { get; set; } = _ => { };

    /// <summary>A channel, the queue of its notifications, and whether its failure was reported.</summary>
    private sealed class Lane(INotificationChannel channel)
    {
        public INotificationChannel Channel => channel;

        public Task Last { get; set; } = Task.CompletedTask;

        public bool HasWarned { get; set; }
    }

    /// <summary>Sends <paramref name="notification"/> where its event is to be told; returns at once and never throws.</summary>
    public void Tell(Notification notification)
    {
        if (_events.Count > 0 && !_events.Contains(notification.Event))
            return;
        lock (_gate)
        {
            foreach (var lane in _lanes)
                lane.Last = SendAsync(lane, lane.Last, notification);
        }
    }

    /// <summary>Waits until everything was sent or given up, for at most <see cref="Patience"/>.</summary>
    public async Task FinishAsync()
    {
        var all = Task.WhenAll(_lanes.Select(lane => lane.Last));
        try
        {
            await all.WaitAsync(Patience, _time);
        }
        catch (TimeoutException)
        {
            List<Lane> late = [.. _lanes.Where(lane => !lane.Last.IsCompleted)];
            await _ended.CancelAsync();
            foreach (var lane in late)
                Fail(lane, $"it took longer than {Patience.TotalSeconds:0} s at the end");
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync();
        foreach (var lane in _lanes)
            (lane.Channel as IDisposable)?.Dispose();
    }

    private async Task SendAsync(Lane lane, Task before, Notification notification)
    {
        await before.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        if (_ended.IsCancellationRequested)
            return;
        using var patience = new CancellationTokenSource(SendsWithin, _time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(_ended.Token, patience.Token);
        try
        {
            await lane.Channel.SendAsync(notification, stop.Token).WaitAsync(stop.Token);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The end reports the notifications that it did not wait for.
            if (!_ended.IsCancellationRequested)
                Fail(lane, $"no answer came within {SendsWithin.TotalSeconds:0} s");
        }
        catch (Exception broken)
        {
            Fail(lane, broken.GetBaseException().Message);
        }
    }

    private void Fail(Lane lane, string cause)
    {
        lock (_gate)
        {
            if (lane.HasWarned)
                return;
            lane.HasWarned = true;
        }

        Warn($"A notification by {lane.Channel.Name} failed: {Hidden(cause)}. Its later failures are not reported, and the "
            + $"migration goes on. {lane.Channel.Remedy}");
    }

    /// <summary>Servers and drivers may repeat what they were given.</summary>
    private string Hidden(string cause)
    {
        foreach (var secret in _secrets.Where(secret => secret.Length > 0))
            cause = cause.Replace(secret, "***", StringComparison.OrdinalIgnoreCase);
        return SecretText.Hidden(cause).TrimEnd('.', ' ');
    }
}
