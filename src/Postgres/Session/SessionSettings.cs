using System.Text;
using ActorMigrate.Migration;

namespace ActorMigrate.Postgres.Session;

/// <summary>The settings that every session is pinned to, whatever role, database and server default to. Without them rows go missing or
/// change silently: row security hides rows, DateStyle swaps day and month, timeouts cut a long COPY.</summary>
internal static class SessionSettings
{
    private static readonly (string Name, string Value)[] Both =
    [
        ("search_path", "pg_catalog"),
        ("client_encoding", "UTF8"),
        ("row_security", "off"),
        ("DateStyle", "ISO, MDY"),
        ("IntervalStyle", "postgres"),
        ("TimeZone", "UTC"),
        ("extra_float_digits", "3"),
        ("bytea_output", "hex"),
        ("lc_monetary", "C"),
        ("array_nulls", "on"),
        ("xmloption", "content"),
        ("standard_conforming_strings", "on"),
        ("escape_string_warning", "off"),
        ("quote_all_identifiers", "off"),
        ("synchronize_seqscans", "off"),
        // Otherwise the planner evaluates what users wrote into checks.
        ("constraint_exclusion", "off"),
        ("statement_timeout", "0"),
        ("idle_in_transaction_session_timeout", "0"),
        ("transaction_timeout", "0"),
        ("idle_session_timeout", "0"),
        ("client_min_messages", "warning"),
    ];

    // How a backend finds out that its client is gone without a word, and ends: while it computes or waits for a lock, by asking the
    // socket; while it waits for the client, by keepalives. Otherwise it would keep its locks, and the source's xmin, for hours.
    private static readonly (string Name, string Value)[] OnLinux =
    [
        ("client_connection_check_interval", "5s"),
        ("tcp_keepalives_idle", "60"),
        ("tcp_keepalives_interval", "10"),
        ("tcp_keepalives_count", "6"),
    ];

    private static readonly (string Name, string Value)[] Source =
    [
        ("default_transaction_read_only", "on"),
        // A table's owner might put a view into its place before it is read, whose functions would
        // run as the role that reads (CVE-2024-7348).
        ("restrict_nonsystem_relation_kind", "view, foreign-table"),
    ];

    private static readonly (string Name, string Value)[] Target =
    [
        ("default_transaction_read_only", "off"),
        ("synchronous_commit", "off"),
        ("check_function_bodies", "off"),
        ("default_table_access_method", "heap"),
        ("default_tablespace", ""),
        ("default_transaction_isolation", "read committed"),
        ("default_transaction_deferrable", "off"),
        // The ledger has a view, and materialized views read views.
        ("restrict_nonsystem_relation_kind", ""),
    ];

    /// <summary>Returns how long sessions of a purpose wait for a lock that somebody else holds: short reads of catalogs and of the ledger
    /// for a minute. Zero is for work that is watched for stalls, and for the snapshot's holders, which bound each lock that they
    /// take.</summary>
    internal static TimeSpan LockPatience(SessionPurpose purpose) => purpose switch
    {
        SessionPurpose.Copy or SessionPurpose.Schema or SessionPurpose.Finish or SessionPurpose.Snapshot => TimeSpan.Zero,
        SessionPurpose.Validation => Timeouts.ValidationLock,
        _ => Timeouts.Lock,
    };

    /// <summary>Returns one statement that sets them all. A setting that the server's version or platform does not have is passed
    /// over.</summary>
    public static string Statement(Side side, SessionPurpose purpose)
    {
        var values = new StringBuilder();
        foreach (var (name, value, platform) in All(side, purpose))
            values.Append(values.Length > 0 ? ", " : "").Append('(')
                .AppendJoin(", ", Literal.Quote(name), Literal.Quote(value), Literal.Quote(platform)).Append(')');
        return $"""
            SELECT pg_catalog.set_config(pinned.name, pinned.value, false)
            FROM (VALUES {values}) AS pinned (name, value, platform)
            WHERE pg_catalog.current_setting(pinned.name, true) IS NOT NULL
              AND pg_catalog.version() LIKE pinned.platform
            """;
    }

    // The server would compile a query of the catalogs or of the ledger whose cost it overestimates, which takes a tenth of a second each
    // time. Queries over a user's rows, views that are refreshed among them, may be worth it.
    private static IEnumerable<(string Name, string Value)> Compiling(SessionPurpose purpose) =>
        purpose is SessionPurpose.Copy or SessionPurpose.Finish or SessionPurpose.Validation ? [] : [("jit", "off")];

    // The server would plan a prepared statement anew for its first five uses, which costs more than to answer it. Claims of tasks are
    // planned better with their limits, so sessions that claim leave it to the server.
    private static IEnumerable<(string Name, string Value)> Planning(SessionPurpose purpose) =>
        purpose is SessionPurpose.Snapshot or SessionPurpose.Heartbeat or SessionPurpose.Lease
            ? [("plan_cache_mode", "force_generic_plan")]
            : [];

    private static IEnumerable<(string Name, string Value, string Platform)> All(Side side, SessionPurpose purpose) =>
        Both.Append((Name: "lock_timeout", Value: $"{(long)LockPatience(purpose).TotalMilliseconds}"))
            .Concat(Compiling(purpose))
            .Concat(Planning(purpose))
            .Concat(side == Side.Source ? Source : Target).Select(setting => (setting.Name, setting.Value, "%"))
            .Concat(OnLinux.Select(setting => (setting.Name, setting.Value, "%linux%")));
}
