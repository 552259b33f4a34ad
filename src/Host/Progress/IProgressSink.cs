using Microsoft.Extensions.Logging;

namespace ActorMigrate.Host.Progress;

/// <summary>Shows what happens in a run. Safe to call from any thread; it does not throw and does not wait.</summary>
public interface IProgressSink
{
    /// <summary>Takes note of <paramref name="progress"/>.</summary>
    void Report(ProgressEvent progress);

    /// <summary>Takes note of <paramref name="words"/> for the user.</summary>
    void Notice(string words) => Report(new ProgressEvent.Noticed(LogLevel.Information, words));
}
