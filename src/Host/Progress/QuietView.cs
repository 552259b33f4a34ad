namespace ActorMigrate.Host.Progress;

/// <summary>Shows nothing while a run goes on: its summary and its errors are all that is to be seen.</summary>
internal sealed class QuietView(TimeProvider time) : ProgressView(time)
{
    protected override void Happened(ProgressEvent happened, DateTimeOffset at, TimeSpan elapsed)
    {
    }

    protected override void Tick(TimeSpan now)
    {
    }

    protected override void Finish()
    {
    }
}
