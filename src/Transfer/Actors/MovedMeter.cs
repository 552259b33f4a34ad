using ActorMigrate.Control;

namespace ActorMigrate.Transfer.Actors;

/// <summary>Counts rows and bytes that a copying thread reports, for the actor that watches it.</summary>
internal sealed class MovedMeter(long committedRows, long committedBytes) : IMoved
{
    private long rows = committedRows;
    private long bytes = committedBytes;

    public long Rows => Interlocked.Read(ref rows);

    public long Bytes => Interlocked.Read(ref bytes);

    public void Add(long rows, long bytes)
    {
        Interlocked.Add(ref this.rows, rows);
        Interlocked.Add(ref this.bytes, bytes);
    }
}
