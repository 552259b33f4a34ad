using System.Globalization;
using ActorMigrate.Migration;
using ActorMigrate.Postgres;
using ActorMigrate.Postgres.Session;
using Npgsql;

namespace ActorMigrate.Control.Status;

/// <summary>Tells in words which sessions a server does not answer, and what they wait for there.</summary>
public static class SilentSessions
{
    private const string Remedy = "ActorMigrate waits, and goes on when it is answered. A process of the server that is stopped (T in "
        + "ps on the server's machine) goes on with kill -CONT.";

    private static readonly string Sql = SqlText.Load<SilentSession>("silent-sessions.sql");

    /// <summary>Asks the server, on a session of its own and for a short time, about the backends whose answers are
    /// <paramref name="awaited"/>. Never fails: a server that answers nothing at all is told, too. Returns null when the server has
    /// answered all of them something within <paramref name="least"/>.</summary>
    public static async Task<string?> WordsAsync(
        Database server, IReadOnlyList<AwaitedAnswer> awaited, TimeSpan least, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(server);
        ArgumentNullException.ThrowIfNull(awaited);
        using var bounded = new CancellationTokenSource(Timeouts.SilenceLook, time);
        try
        {
            var seen = await ReadAsync(server, [.. awaited.Select(one => one.Backend).OfType<int>()], bounded.Token)
                .WaitAsync(Timeouts.SilenceLook, time);
            var late = awaited.Where(one => !one.MayBeMany || seen.Any(session => session.IsOf(one) && session.Still > least)).ToList();
            return late.Count == 0 ? null : Words(server.Side, late, seen);
        }
        catch (Exception error) when (error is not ArgumentException)
        {
            return Words(server.Side, awaited, null);
        }
    }

    internal static string Words(Side side, IReadOnlyList<AwaitedAnswer> awaited, IReadOnlyList<SilentSession>? seen)
    {
        var others = (seen ?? []).Where(session => !session.IsAsked).Select(session => session.AtWork).ToList();
        var asked = awaited.Select(one => WordsOf(one, seen)).Distinct();
        return $"The {SideWords.Of(side)} has not answered for {Seconds(awaited[0].For.TotalSeconds)} s: {string.Join("; ", asked)}."
            + (seen is null ? " It does not say either what its sessions wait for." : "")
            + (others.Count > 0 ? $" At work there: {string.Join("; ", others)}." : "")
            + $" {Remedy}";
    }

    private static string WordsOf(AwaitedAnswer awaited, IReadOnlyList<SilentSession>? seen) => awaited.Backend is not { } backend
        ? "a session is being opened"
        : seen?.FirstOrDefault(session => session.IsOf(awaited))?.Waiting
            ?? string.Create(CultureInfo.InvariantCulture, $"backend {backend}{(seen is null ? "" : " is gone")}");

    private static async Task<IReadOnlyList<SilentSession>> ReadAsync(Database server, int[] backends, CancellationToken cancellationToken)
    {
        var session = await server.OpenAsync(SessionPurpose.Control, cancellationToken);
        try
        {
            return await LedgerSession.ReadAsync(session, Sql, SilentSession.Read, cancellationToken, backends);
        }
        finally
        {
            _ = SessionEnd.AbandonAsync(session);
        }
    }

    internal static string Seconds(double seconds) => seconds.ToString("F0", CultureInfo.InvariantCulture);
}

/// <summary>A session as the server shows it to one that asks for those that do not answer. <paramref name="Seconds"/> are those since its
/// last statement began.</summary>
internal sealed record SilentSession(
    int Pid, string Application, string State, string Waits, IReadOnlyList<int> Blockers, bool IsAsked, double Seconds)
{
    /// <summary>The time since it began or ended a statement.</summary>
    public TimeSpan Still { get; init; }

    private string Name => string.Create(CultureInfo.InvariantCulture, $"backend {Pid} ({Application})");

    /// <summary>The wait of a session that does not answer, in words.</summary>
    public string Waiting => $"{Name} is {State}"
        + (Waits.Length > 0 ? $" and waits for {Waits}" : "")
        + (Blockers.Count > 0 ? $", blocked by backend {string.Join(" and ", Blockers)}" : "");

    /// <summary>The time for which a session has been at work, in words.</summary>
    public string AtWork => $"{Name} for {SilentSessions.Seconds(Seconds)} s";

    /// <summary>Tells whether it is the session whose answer is awaited.</summary>
    public bool IsOf(AwaitedAnswer awaited) => Pid == awaited.Backend;

    public static SilentSession Read(NpgsqlDataReader row) => new(
        row.GetInt32(0), row.GetString(1), row.GetString(2), row.GetString(3), row.GetFieldValue<int[]>(4), row.GetBoolean(5),
        row.GetDouble(6)) { Still = TimeSpan.FromSeconds(row.GetDouble(7)) };
}
