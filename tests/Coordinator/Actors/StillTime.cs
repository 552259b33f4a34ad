namespace ActorMigrate.Coordinator.Tests.Actors;

/// <summary>A clock that stands still until it is moved.</summary>
internal sealed class StillTime : TimeProvider
{
    private long now;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => Interlocked.Read(ref now);

    public void Advance(TimeSpan by) => Interlocked.Add(ref now, by.Ticks);
}
