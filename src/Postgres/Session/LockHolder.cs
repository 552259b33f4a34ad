using System.Globalization;
using Npgsql;

namespace ActorMigrate.Postgres.Session;

/// <summary>A session or prepared transaction that holds, or waits for, a lock on a table: in words, and the name
/// of the prepared transaction if it is one.</summary>
public sealed record LockHolder(string Words, string? Prepared)
{
    /// <summary>Returns the words of <paramref name="holders"/>, one after the other.</summary>
    public static string Join(IEnumerable<LockHolder> holders) => string.Join("; ", holders.Select(holder => holder.Words));

    /// <summary>Reads a row of LockBlockers.sql. A prepared transaction has no backend.</summary>
    internal static LockHolder Read(NpgsqlDataReader row, string side)
    {
        var (table, mode) = (side + row.GetString(0), row.GetString(7));
        if (row.TextOrNull(6) is { } prepared)
            return new LockHolder($"{table}: the prepared transaction {Literal.Quote(prepared)} holds {mode}", prepared);
        return new LockHolder(
            string.Create(CultureInfo.InvariantCulture,
                $"{table}: backend {row.ValueOrNull<int>(1) ?? 0} ({row.GetString(2)}, {row.GetString(3)}) "
                    + $"{(row.GetBoolean(4) ? "holds" : "waits for")} {mode}, query: {row.GetString(5).ReplaceLineEndings(" ")}"),
            null);
    }

    /// <summary>Returns the remedy for <paramref name="holders"/>.</summary>
    public static string Remedy(IReadOnlyList<LockHolder> holders)
    {
        ArgumentNullException.ThrowIfNull(holders);
        var prepared = holders.Select(holder => holder.Prepared).OfType<string>().Distinct().Select(Literal.Quote).ToList();
        var ending = string.Join(" ", prepared.Select(name => $"ROLLBACK PREPARED {name}; or COMMIT PREPARED {name};"));
        if (holders.Count == 0)
            return "Try again; where it happens again, look in pg_locks and pg_prepared_xacts for who holds such a lock for so long.";
        var sessions = holders.Any(holder => holder.Prepared is null)
            ? "Wait for that session or end it (pg_terminate_backend), then try again."
            : "";
        return prepared.Count == 0
            ? sessions
            : $"A prepared transaction keeps its locks until someone ends it, in its database: {ending} {sessions}".TrimEnd();
    }
}
