using System.Globalization;

namespace ActorMigrate.Postgres.Session;

/// <summary>A session or prepared transaction that holds, or waits for, a lock on a table: in words, and the name
/// of the prepared transaction if it is one.</summary>
public sealed record LockHolder(string Words, string? Prepared)
{
    /// <summary>The holder of a lock on <paramref name="table"/>. A prepared transaction has no backend.</summary>
    internal static LockHolder Of(
        string table, string? prepared, int backend, string session, bool holds, string query, string side = "",
        string mode = "ACCESS EXCLUSIVE") => prepared is null
        ? new LockHolder(string.Create(CultureInfo.InvariantCulture,
            $"{side}{table}: backend {backend} ({session}) {(holds ? "holds" : "waits for")} {mode}, query: "
                + $"{query.ReplaceLineEndings(" ")}"), null)
        : new LockHolder($"{side}{table}: the prepared transaction {Literal.Quote(prepared)} holds {mode}", prepared);

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
