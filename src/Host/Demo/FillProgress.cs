namespace ActorMigrate.Host.Demo;

/// <summary>The progress of filling the demonstration's source. Written by the sessions that fill it, read by the view.</summary>
internal sealed class FillProgress
{
    private string _what = "tables are filled";
    private int _total;
    private int _done;

    /// <summary>Begins a step of <paramref name="total"/> parts, such as "tables are filled".</summary>
    public void Begin(string what, int total) => (_what, _total, _done) = (what, total, 0);

    /// <summary>Counts <paramref name="parts"/> more of the step as done.</summary>
    public void Step(int parts) => Interlocked.Add(ref _done, parts);

    /// <summary>Returns words such as "3 of 9 tables are filled".</summary>
    public override string ToString() => $"{_done} of {_total} {_what}";
}
