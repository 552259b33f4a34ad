using ActorMigrate.Postgres.LocalServers;

namespace ActorMigrate.Bench;

/// <summary>The stopped servers and files of past copies, kept until a workload is measured, or until they fill eight gigabytes. ext4
/// does not give the inodes of deleted files away again for minutes, and each file that is made meanwhile costs a search past them: a
/// removal between two copies made that of 500 small tables take twice as long, for every contender.</summary>
internal sealed class Leftovers : IAsyncDisposable
{
    private const long MostBytes = 8L << 30;

    private readonly Queue<(LocalServer Server, DirectoryInfo Work, long Bytes)> _kept = new();

    /// <summary>Stops <paramref name="server"/> and keeps its folder, and <paramref name="work"/>.</summary>
    public async Task KeepAsync(LocalServer server, DirectoryInfo work)
    {
        await server.StopAsync();
        _kept.Enqueue((server, work, Bytes(new DirectoryInfo(server.SocketFolder)) + Bytes(work)));
        while (_kept.Sum(kept => kept.Bytes) > MostBytes)
            await RemoveOldestAsync();
    }

    public async ValueTask DisposeAsync()
    {
        while (_kept.Count > 0)
            await RemoveOldestAsync();
    }

    private async Task RemoveOldestAsync()
    {
        var (server, work, _) = _kept.Dequeue();
        await server.DisposeAsync();
        work.Delete(recursive: true);
    }

    private static long Bytes(DirectoryInfo folder) =>
        folder.EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length);
}
