namespace ActorMigrate.Postgres;

/// <summary>Sizes of a session's buffers in bytes.</summary>
/// <param name="Read">What arrives from the server is read in pieces of at most so much.</param>
/// <param name="Write">What goes to the server is gathered up to so much; one CopyData message is at most so long.</param>
public sealed record SessionBuffers(int Read, int Write)
{
    /// <summary>Npgsql's own sizes: 8 KiB each.</summary>
    public static SessionBuffers Small { get; } = new(8 * 1024, 8 * 1024);

    /// <summary>For COPY: 256 KiB each, past which throughput no longer grows.</summary>
    public static SessionBuffers ForCopy { get; } = new(256 * 1024, 256 * 1024);
}
