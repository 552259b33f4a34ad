using ActorMigrate.Migration;
using ActorMigrate.Postgres.Session;

namespace ActorMigrate.Control.Status;

/*  One process's watch for answers of a server that do not come while nothing fails:

        Answered ──an answer has been awaited for ten seconds──▶ Silent: told, and told again every thirty seconds
            ▲                                                       │
            └──a late one has come, or none is late for as long: told┘

    An answer that is given up says nothing: the next question may be left without one, too. It decides nothing: each wait for an answer
    has a limit of its own.                                                                                                        */

/// <summary>The server whose answers are watched, and after what time their absence is told to the user by
/// <paramref name="Tell"/>.</summary>
public sealed record SilenceSetup(Database Server, TimeProvider Time, Action<string> Tell)
{
    /// <summary>The time after which an answer counts as late.</summary>
    public TimeSpan After { get; init; } = Timeouts.Silence;
}

/// <summary>Decides when the user is told that a server does not answer, when again, and when that it answers again. Its owner looks every
/// second, asks the server, and uses it for one call at a time.</summary>
public sealed class Silence(SilenceSetup setup)
{
    /// <summary>The time between two looks.</summary>
    public static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    private bool told;
    private bool asking;
    private long? askedAt;
    private long lateAt;

    /// <summary>Looks at the awaited answers, and tells when the server answers again. Returns the late ones that the server is to be asked
    /// about, or null; the words go to <see cref="Heard"/>.</summary>
    public IReadOnlyList<AwaitedAnswer>? Look()
    {
        var (late, came) = (setup.Server.Answers.Over(setup.After), setup.Server.Answers.TakeLate(setup.After));
        if (late.Count == 0)
        {
            if (told && !asking && (came || setup.Time.GetElapsedTime(lateAt) > setup.After + (2 * LookEvery)))
                AnswersAgain();
            return null;
        }

        lateAt = setup.Time.GetTimestamp();
        if (asking || (askedAt is { } at && setup.Time.GetElapsedTime(at) < (told ? Timeouts.SilenceNotice : setup.After)))
            return null;
        asking = true;
        return late;
    }

    /// <summary>Returns the server's words about the <paramref name="late"/> answers, or null when it has answered meanwhile.</summary>
    public Task<string?> AskAsync(IReadOnlyList<AwaitedAnswer> late) =>
        SilentSessions.WordsAsync(setup.Server, late, setup.After, setup.Time);

    /// <summary>Tells the words that <see cref="AskAsync"/> returned.</summary>
    public void Heard(string? words)
    {
        asking = false;
        askedAt = setup.Time.GetTimestamp();
        if (words is not null)
        {
            told = true;
            setup.Tell(words);
        }
        else if (told)
        {
            AnswersAgain();
        }
    }

    private void AnswersAgain()
    {
        told = false;
        askedAt = null;
        setup.Tell($"The {SideWords.Of(setup.Server.Side)} answers again.");
    }
}
