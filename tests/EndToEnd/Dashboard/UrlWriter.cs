namespace ActorMigrate.EndToEnd.Tests.Dashboard;

/// <summary>Keeps what a command prints, and says where its dashboard is once it has printed that.</summary>
internal sealed class UrlWriter : StringWriter
{
    private readonly TaskCompletionSource<Uri> _url = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private string _line = "";

    /// <summary>The URL of the dashboard.</summary>
    public Task<Uri> UrlAsync() => _url.Task.WaitAsync(Patience.ForASign);

    public override void Write(string? value)
    {
        base.Write(value);
        Look(value);
    }

    public override Task WriteAsync(string? value)
    {
        Write(value);
        return Task.CompletedTask;
    }

    public override void WriteLine(string? value)
    {
        base.WriteLine(value);
        Look(value + "\n");
    }

    private void Look(string? value)
    {
        _line += value;
        for (var end = _line.IndexOf('\n', StringComparison.Ordinal); end >= 0; end = _line.IndexOf('\n', StringComparison.Ordinal))
        {
            if (_line.StartsWith("Dashboard: ", StringComparison.Ordinal))
                _url.TrySetResult(new Uri(_line["Dashboard: ".Length..end].Trim()));
            _line = _line[(end + 1)..];
        }
    }
}
