using ActorMigrate.Catalog.Reading;
using ActorMigrate.Postgres;
using Npgsql;

namespace ActorMigrate.Catalog.Objects;

/// <summary>The options of a subscription; null for those that the source's version does not have. <paramref name="Streaming"/> is
/// f (off), t (on) or p (parallel).</summary>
internal sealed record SubscriptionOptions(
    string SynchronousCommit, bool Binary, char Streaming, bool TwoPhase, bool DisableOnError, string? Origin, bool? PasswordRequired,
    bool? RunAsOwner, bool? Failover)
{
    private const int FirstVersionWithBinary = 140000;
    private const int FirstVersionWithTwoPhase = 150000;
    private const int FirstVersionWithOrigin = 160000;
    private const int FirstVersionWithFailover = 170000;

    public static SubscriptionOptions Read(NpgsqlDataReader row) => new(
        row.Text(5), row.Flag(6), row.LetterOrNull(7) ?? 'f', row.LetterOrNull(8) is 'p' or 'e', row.Flag(9), row.TextOrNull(10),
        Maybe(row, 11), Maybe(row, 12), Maybe(row, 13));

    /// <summary>Returns the options that differ from the defaults, and streaming always: its default changed with 18.</summary>
    public IEnumerable<string> Write(int version)
    {
        if (SynchronousCommit != "off")
            yield return $"synchronous_commit = {Literal.Quote(SynchronousCommit)}";
        if (version >= FirstVersionWithBinary)
        {
            if (Binary)
                yield return "binary = true";
            yield return Streaming switch
            {
                'p' when version >= FirstVersionWithOrigin => "streaming = parallel",
                't' or 'p' => "streaming = on",
                _ => "streaming = off",
            };
        }
        if (version >= FirstVersionWithTwoPhase && TwoPhase)
            yield return "two_phase = true";
        if (version >= FirstVersionWithTwoPhase && DisableOnError)
            yield return "disable_on_error = true";
        if (version >= FirstVersionWithOrigin)
        {
            foreach (var option in SinceOrigin())
                yield return option;
        }
        if (version >= FirstVersionWithFailover && Failover == true)
            yield return "failover = true";
    }

    /// <summary>Returns the options that the target's version does not know, as they are in the source.</summary>
    public IEnumerable<string> Lost(int version) => Write(int.MaxValue).Except(Write(version)).Where(option => option != "streaming = off");

    private IEnumerable<string> SinceOrigin()
    {
        if (Origin is not null and not "any")
            yield return $"origin = {Literal.Quote(Origin)}";
        if (PasswordRequired == false)
            yield return "password_required = false";
        if (RunAsOwner == true)
            yield return "run_as_owner = true";
    }

    private static bool? Maybe(NpgsqlDataReader row, int at) => row.ValueOrNull<bool>(at);
}
