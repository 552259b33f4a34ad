using Npgsql;

namespace ActorMigrate.Postgres.Session;

/// <summary>The settings that the startup packet of one host's sessions carries. They hold from a session's first statement on and win over
/// those of its role and database: a <c>statement_timeout</c> of 20 ms would cancel the statement that switches it off.</summary>
/// <remarks>Only what ends a session or a statement is sent. The rest follows in <see cref="SessionSettings"/>: a server ends a connection
/// that asks for a setting which its version does not have, and poolers may refuse all of them.</remarks>
/// <param name="Accepted">Tells whether the host takes settings in the startup packet, as far as is known.</param>
/// <param name="Major">The host's major version; 0 before it is known, when only the settings of all versions are sent.</param>
internal sealed record StartupSettings(bool Accepted, int Major)
{
    // Each with the first major version that has it.
    private static readonly (string Name, int Since)[] Timeouts =
    [
        ("statement_timeout", 0),
        ("idle_in_transaction_session_timeout", 0),
        ("idle_session_timeout", 14),
        ("transaction_timeout", 17),
    ];

    /// <summary>For a host that was not reached yet.</summary>
    public static StartupSettings Untried { get; } = new(Accepted: true, Major: 0);

    /// <summary>Returns the text of the packet's <c>options</c>: the user's own, then the timeouts, since the last mention of a setting
    /// holds. Null when there are none.</summary>
    public string? Options(string? own, SessionPurpose purpose)
    {
        if (!Accepted)
            return own;
        var timeouts = Timeouts.Where(timeout => timeout.Since <= Major).Select(timeout => $"-c {timeout.Name}=0")
            .Append($"-c lock_timeout={(long)SessionSettings.LockPatience(purpose).TotalMilliseconds}");
        return string.Join(' ', timeouts.Prepend(own).OfType<string>());
    }

    /// <summary>Returns whether a refused connection may have been refused for these settings: PgBouncer and Odyssey answer 08P01,
    /// RDS Proxy 0A000, and a server that does not have one of them 42704.</summary>
    public bool MayBeCauseOf(PostgresException refusal) => Accepted && refusal.SqlState is PostgresErrorCodes.ProtocolViolation
        or PostgresErrorCodes.FeatureNotSupported or PostgresErrorCodes.UndefinedObject or PostgresErrorCodes.InvalidParameterValue
        or PostgresErrorCodes.SyntaxError or PostgresErrorCodes.InternalError;

    /// <summary>Returns whether <paramref name="known"/>, of the same host, sends timeouts that these settings do not.</summary>
    public bool IsLessThan(StartupSettings known) =>
        known.Accepted && Timeouts.Any(timeout => timeout.Since > Major && timeout.Since <= known.Major);
}
