using ActorMigrate.Postgres.Session;

namespace ActorMigrate.Control.Tasks;

/// <summary>Hears of rows and bytes on their way; called from the copying thread, so it must be cheap and must not throw.</summary>
public interface IMoved
{
    /// <summary>So many more rows and bytes were handed to the target; not yet committed.</summary>
    void Add(long rows, long bytes);

    /// <summary>From now on the backend <paramref name="pid"/> of one side works for the attempt.</summary>
    void Uses(Side side, int pid)
    {
    }
}
