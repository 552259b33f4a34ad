namespace ActorMigrate.Postgres.Session;

/// <summary>Sizes of a session's buffers in bytes.</summary>
/// <param name="Read">The most bytes that are read from the server at a time.</param>
/// <param name="Write">The most bytes that are gathered before they are sent; one CopyData message is at most so long.</param>
public sealed record SessionBuffers(int Read, int Write)
{
    /// <summary>Npgsql's own sizes: 8 KiB each.</summary>
    public static SessionBuffers Small { get; } = new(8 * 1024, 8 * 1024);

    /// <summary>For COPY: 256 KiB each, past which throughput no longer grows.</summary>
    public static SessionBuffers ForCopy { get; } = new(256 * 1024, 256 * 1024);
}
