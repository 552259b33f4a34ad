using System.Runtime.CompilerServices;
using Npgsql;

namespace ActorMigrate.Postgres.Session;

/*  Keeps the sessions of one side in one history, whichever host they reach.

        first primary seen ──▶ its system identifier and timeline hold
              │
              ├── same identifier, higher timeline: a standby was promoted ──▶ that one holds; older sessions have ended with their timeline
              ├── lower timeline: an old primary that came back ──▶ refused
              ├── another identifier: another cluster ──▶ refused
              └── a standby: not promoted yet, perhaps ──▶ refused, and tried again

    Two primaries of one origin on the same timeline are not told apart here; a task's attempt is, by its row in the ledger. */

/// <summary>Refuses servers that do not continue the history which this side has followed so far.</summary>
internal sealed class HistoryGuard
{
    private static readonly ConditionalWeakTable<NpgsqlConnection, Member> Sessions = [];

    private readonly Lock gate = new();
    private ServerHistory followed = ServerHistory.Unknown;

    private sealed record Member(HistoryGuard Guard, int Timeline);

    /// <summary>The history that is followed; unknown before a primary was seen.</summary>
    public ServerHistory Followed
    {
        get
        {
            lock (gate)
                return followed;
        }
    }

    /// <summary>Tells whether a session belongs to a timeline that another one has taken the place of: what it still commits is
    /// lost.</summary>
    public static bool HasEnded(NpgsqlConnection session) =>
        Sessions.TryGetValue(session, out var member) && member.Guard.Followed.Timeline > member.Timeline;

    /// <summary>Takes a new session in, or throws <see cref="UnwantedServerException"/>. Runs <paramref name="settings"/> in it, in the
    /// same round trip.</summary>
    public async Task AdmitAsync(NpgsqlConnection session, string settings, CancellationToken cancellationToken)
    {
        var seen = await ServerHistory.ReadAsync(session, settings, cancellationToken).ConfigureAwait(false);
        if (Refusal(seen) is { } cause)
            throw new UnwantedServerException(
                cause, "Give the address of the server that took its place, or promote it; keep an old primary down, or "
                    + "make it a standby (pg_rewind).");
        if (seen.Timeline is { } timeline)
            Sessions.AddOrUpdate(session, new Member(this, timeline));
    }

    private string? Refusal(ServerHistory seen)
    {
        lock (gate)
        {
            if (seen.SystemIdentifier is null)
                return null;
            if (followed.SystemIdentifier is { } own && own != seen.SystemIdentifier)
                return "it is another database cluster than the one that was reached before (its system identifier differs)";
            if (seen.Timeline is null)
                return followed.Timeline is null ? null : "it is a standby that was not promoted";
            if (followed.Timeline > seen.Timeline)
                return $"it is an old primary that came back: it is on timeline {seen.Timeline}, and a promoted standby has gone on with "
                    + $"timeline {followed.Timeline}";
            followed = seen;
            return null;
        }
    }
}
