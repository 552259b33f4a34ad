using System.Diagnostics;
using ActorMigrate.Control.Plan;
using ActorMigrate.Postgres;
using Npgsql;

namespace ActorMigrate.Coordinator.Planning;

/// <summary>Measures how fast one stream reads the largest table out of the source: for two
/// seconds, or 256 MiB. Nothing is written.</summary>
internal static class ReadProbe
{
    private const long Most = 256L << 20;

    /// <summary>Less says more about the time to begin than about the rate.</summary>
    private const long Least = 4L << 20;

    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(2);

    /// <summary>Returns the bytes a second, or null where the table has too little to read. The session is to be used for nothing else
    /// afterwards.</summary>
    public static async Task<long?> MeasureAsync(
        NpgsqlConnection source, RelationShape table, bool binary, CancellationToken cancellationToken)
    {
        if (table.Facts.TotalBytes < Least)
            return null;
        var columns = table.Columns.Count == 0 ? "*" : string.Join(", ", table.Columns.Select(Identifier.Quote));
        var rows =
            $"COPY (SELECT {columns} FROM ONLY {Identifier.Qualify(table.Facts.Name)}) TO STDOUT (FORMAT {(binary ? "binary" : "text")})";
        var stream = binary
            ? await source.BeginRawBinaryCopyAsync(rows, cancellationToken)
            : (NpgsqlRawCopyStream)(await source.BeginTextExportAsync(rows, cancellationToken)).BaseStream;
        await using (stream)
        {
            var (read, seconds, isAll) = await ReadAsync(stream, cancellationToken);
            if (!isAll)
                await stream.CancelAsync();
            return read < Least ? null : (long)(read / Math.Max(0.001, seconds));
        }
    }

    private static async Task<(long Bytes, double Seconds, bool IsAll)> ReadAsync(
        NpgsqlRawCopyStream stream, CancellationToken cancellationToken)
    {
        var (buffer, read, clock) = (new byte[1 << 20], 0L, Stopwatch.StartNew());
        while (read < Most && clock.Elapsed < Longest)
        {
            var count = await stream.ReadAsync(buffer, cancellationToken);
            if (count == 0)
                return (read, clock.Elapsed.TotalSeconds, true);
            read += count;
        }

        return (read, clock.Elapsed.TotalSeconds, false);
    }
}
