using System.Globalization;
using ActorMigrate.Migration;
using ActorMigrate.Postgres;
using ActorMigrate.Postgres.Session;
using Npgsql;

namespace ActorMigrate.Transfer.Stalls;

/// <summary>Asks for the state of the backends of an attempt that makes no progress, on sessions of its own. The query is bounded, and
/// one that fails says why: its words are shown with the standstill, and never become the cause of a failure.</summary>
public sealed class StandstillLook(OpenSession openSource, OpenSession openTarget)
{
    private static readonly string Sql = SqlText.Load<StandstillLook>("standstill.sql");

    /// <summary>Looks at one backend of each side.</summary>
    public async Task<Standstill> AtAsync(IReadOnlyDictionary<Side, int> backends, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(backends);
        if (backends.Count == 0)
            return new Standstill(false, "its sessions are being opened") { IsUnheard = true };
        var seen = await Task.WhenAll(backends.Select(backend => AtAsync(backend.Key, backend.Value, cancellationToken)));
        return new Standstill(Array.Exists(seen, side => side.HeldUp), string.Join("; ", seen.Select(side => side.Words)))
        {
            AwaitsServer = Array.Exists(seen, side => side.AwaitsServer),
            IsUnheard = Array.TrueForAll(seen, side => side.IsUnheard),
            Progress = seen.Select(side => side.Progress).FirstOrDefault(progress => progress is not null),
        };
    }

    private async Task<Standstill> AtAsync(Side side, int pid, CancellationToken cancellationToken)
    {
        var name = SideWords.Of(side);
        using var bounded = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        bounded.CancelAfter(Timeouts.StallLook);
        try
        {
            var rows = await ReadAsync(side == Side.Source ? openSource : openTarget, pid, bounded.Token);
            return rows.Count == 0
                ? new Standstill(false, $"backend {pid} of the {name} is gone")
                : new Standstill(
                    rows.Exists(row => row.IsHeldUp), $"backend {pid} of the {name} {rows[0].Waits}{Blockers(rows)}{Remedy(rows, name)}")
                {
                    AwaitsServer = rows.Exists(row => row.IsForMoments), IsUnheard = rows[0].IsIdle, Progress = rows[0].Progress,
                };
        }
        catch (Exception error) when (!cancellationToken.IsCancellationRequested)
        {
            return new Standstill(false, $"the {name} could not be asked ({SqlStates.Classify(error).Message.TrimEnd('.')})");
        }
    }

    private static string Blockers(List<Row> rows) =>
        rows.Exists(row => row.Blocker is not null)
            ? ", blocked by " + string.Join(" and ", rows.Where(row => row.Blocker is not null).Select(row => row.Words))
            : "";

    private static string Remedy(List<Row> rows, string side)
    {
        var endings = rows.Where(row => row.IsHeldUp).SelectMany(row => row.Endings).Distinct().ToList();
        return endings.Count > 0 ? $"; it goes on when that ends, or when you end it in the {side}: {string.Join(" ", endings)}" : "";
    }

    private static async Task<List<Row>> ReadAsync(OpenSession open, int pid, CancellationToken cancellationToken)
    {
        var session = await open(SessionPurpose.Control, cancellationToken);
        try
        {
            await using var command = new NpgsqlCommand(Sql, session) { Parameters = { new NpgsqlParameter<int> { TypedValue = pid } } };
            return await command.ReadAllAsync(Row.Read, cancellationToken);
        }
        finally
        {
            await SessionEnd.AbandonAsync(session);
        }
    }

    private const string InTransaction = "idle in transaction";

    private sealed record Row(
        string State, string WaitType, string WaitEvent, string? Object, int? Blocker, bool IsOurs, string Application, string User,
        string BlockerState, string Query, string[] Prepared, string? Progress)
    {
        public bool IsHeldUp => Blocker is not null && !IsOurs;

        public bool IsForMoments => WaitType == "LWLock" || (IsOurs && BlockerState == InTransaction);

        public bool IsIdle => State is "idle" or InTransaction;

        public string Waits => Object is not null ? $"waits for a lock on {Object}"
            : WaitType.Length > 0 ? $"is {State} and waits for {WaitType}/{WaitEvent}"
            : $"is {State}{(Progress is null ? "" : $" ({Progress})")}";

        // Process id 0 stands for a prepared transaction.
        public string Words => Blocker == 0 ? $"the prepared transaction {string.Join(" or ", Prepared.Select(Literal.Quote))}".TrimEnd()
            : $"pid {Blocker}{Of(Application, User)}{(BlockerState.Length > 0 ? ", " + BlockerState : "")}"
                + $"{(Query.Length > 0 ? ": " + Query.ReplaceLineEndings(" ") : "")}";

        public IEnumerable<string> Endings => Blocker == 0
            ? Prepared.Select(name => $"ROLLBACK PREPARED {Literal.Quote(name)}; or COMMIT PREPARED {Literal.Quote(name)};")
            : [string.Create(CultureInfo.InvariantCulture, $"SELECT pg_terminate_backend({Blocker});")];

        public static Row Read(NpgsqlDataReader row) => new(
            row.TextOrNull(0) ?? "", row.TextOrNull(1) ?? "", row.TextOrNull(2) ?? "", row.TextOrNull(3), row.ValueOrNull<int>(4),
            row.GetBoolean(5), row.GetString(6), row.GetString(7), row.GetString(8), row.GetString(9),
            row.GetFieldValue<string[]>(10), row.TextOrNull(11));

        private static string Of(string application, string user) =>
            application.Length > 0 ? $" ({application}, role {user})" : user.Length > 0 ? $" (role {user})" : "";
    }
}
