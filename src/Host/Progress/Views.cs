namespace ActorMigrate.Host.Progress;

/// <summary>The views of one run, which all show the same events.</summary>
internal sealed class Views(IReadOnlyList<ProgressView> views) : IProgressSink, IAsyncDisposable
{
    /// <summary>Starts them.</summary>
    public void Start()
    {
        foreach (var view in views)
            view.Start();
    }

    /// <inheritdoc />
    public void Report(ProgressEvent progress)
    {
        foreach (var view in views)
            view.Report(progress);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var view in views)
            await view.DisposeAsync().ConfigureAwait(false);
    }
}
