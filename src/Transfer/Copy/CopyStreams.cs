using Npgsql;

namespace ActorMigrate.Transfer.Copy;

/// <summary>Opens the two ends of a COPY as streams of the bytes that are on the wire. A text COPY's reader and writer wrap the same
/// raw stream as a binary one; nothing is decoded on the way.</summary>
internal static class CopyStreams
{
    /// <summary>Starts a COPY TO STDOUT and returns it as a stream.</summary>
    public static async Task<Stream> ReadAsync(
        NpgsqlConnection source, string statement, bool binary, CancellationToken cancellationToken) =>
        binary
            ? await source.BeginRawBinaryCopyAsync(statement, cancellationToken)
            : (await source.BeginTextExportAsync(statement, cancellationToken)).BaseStream;

    /// <summary>Starts a COPY FROM STDIN and returns it as a stream. Disposing it completes the
    /// COPY; to give it up, its session is closed.</summary>
    public static async Task<Stream> WriteAsync(
        NpgsqlConnection target, string statement, bool binary, CancellationToken cancellationToken) =>
        binary
            ? await target.BeginRawBinaryCopyAsync(statement, cancellationToken)
            : (await target.BeginTextImportAsync(statement, cancellationToken)).BaseStream;
}
