namespace ActorMigrate.Migration.Planning;

/// <summary>The speed at which tables are copied, as far as that can be told before the first one is.</summary>
/// <param name="Streams">Copies that gain by running side by side.</param>
/// <param name="AttemptBytes">The most that one attempt copies, because it is lost when its node or its connection dies.</param>
public readonly record struct CopyPace(int Streams, long AttemptBytes)
{
    /// <summary>A copy of ordinary rows between ordinary machines is faster.</summary>
    private const long CautiousRate = 40L << 20;

    private const int AttemptSeconds = 600;

    /// <summary>Streams where the number of workers is not known yet.</summary>
    private const int UnknownStreams = 8;

    /// <summary>Processors that a copy keeps busy in this process, beside one in each server.</summary>
    private const double OwnProcessors = 0.5;

    /// <summary>Returns the pace of a run. <paramref name="slots"/> is the number of copies that all nodes run at a time, 0 while no node
    /// has joined. <paramref name="serversHere"/> is the number of the two servers that run on this machine and share its
    /// <paramref name="processors"/>. <paramref name="maxRate"/> is the most bytes a second that a copy may read, or null.</summary>
    public static CopyPace Of(int slots, int processors, int serversHere, long? maxRate)
    {
        var wanted = slots > 0 ? slots : UnknownStreams;
        var streams = serversHere == 0 ? wanted : Math.Min(wanted, (int)(processors / (serversHere + OwnProcessors)));
        return new CopyPace(Math.Max(1, streams), Math.Min(CautiousRate, Math.Max(1, maxRate ?? long.MaxValue)) * AttemptSeconds);
    }
}
