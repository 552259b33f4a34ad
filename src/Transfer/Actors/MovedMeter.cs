using System.Collections.Concurrent;
using ActorMigrate.Control.Tasks;
using ActorMigrate.Postgres.Session;

namespace ActorMigrate.Transfer.Actors;

/// <summary>Counts rows and bytes that a copying thread reports, for the actor that watches it.</summary>
internal sealed class MovedMeter(long committedRows, long committedBytes) : IMoved
{
    private readonly ConcurrentDictionary<Side, int> backends = new();
    private long rows = committedRows;
    private long bytes = committedBytes;

    public long Rows => Interlocked.Read(ref rows);

    public long Bytes => Interlocked.Read(ref bytes);

    /// <summary>The backends that work for the attempt now.</summary>
    public IReadOnlyDictionary<Side, int> Backends => backends;

    public void Uses(Side side, int pid) => backends[side] = pid;

    public void Add(long rows, long bytes)
    {
        Interlocked.Add(ref this.rows, rows);
        Interlocked.Add(ref this.bytes, bytes);
        WorkMeter.Move(rows, bytes);
    }
}
