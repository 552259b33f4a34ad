using ActorMigrate.Postgres.Session;

namespace ActorMigrate.Control.Tasks;

/// <summary>Hears of rows and bytes on their way; called from the copying thread, so it must be cheap and must not throw.</summary>
public interface IMoved
{
    /// <summary>Counts rows and bytes that were handed to the target; they are not committed yet.</summary>
    void Add(long rows, long bytes);

    /// <summary>Says that the backend <paramref name="pid"/> of one side works for the attempt from now on.</summary>
    void Uses(Side side, int pid)
    {
    }
}
