using ActorMigrate.Migration.Failures;

namespace ActorMigrate.Postgres;

/// <summary>The table of SQLSTATEs (PostgreSQL manual, appendix A) that are more than "this statement failed, and will again".
/// A code's own line wins over its class's; a code without any line is permanent.</summary>
internal sealed record SqlStateClass(string Code, FailureClass Class, string? Remedy)
{
    /// <summary>The remedy for a value that the server cannot put into one piece of memory.</summary>
    public const string TooLarge =
        "A row is larger than 1 GB in the form that it travels in, which no server can handle (the text of a bytea is "
        + "twice as long as its value): "
        + "shorten the value, or leave the table out with --exclude-tables.";

    public const string NameInValue =
        "The value names an object that the target does not have, such as one that is out of scope: make it there first. " + OldNames;

    private const string OldNames =
        "Where schemas go by new names, values such as those of a regclass column, and texts, have the old ones: migrate without new "
            + "names, and rename the schema afterwards, which such values follow (ALTER SCHEMA … RENAME TO …).";

    private const string NotHere =
        "The server does not know the object that the message names. If PostgreSQL itself provides it, the versions differ (manual, "
            + "appendix E): make the object by hand in a form that this version takes, or leave it out.";

    private static readonly SqlStateClass[] Table =
    [
        // Connections come and go.
        new("08", FailureClass.Transient, "Check the network and the server; the connection was lost or refused."),
        new("57P01", FailureClass.Transient,
            "The server ended the session, as pg_terminate_backend and a shutdown make it do."),
        new("57P02", FailureClass.Transient, "The server crashed and is restarting."),
        new("57P03", FailureClass.Transient, "The server is starting up or shutting down."),
        new("57P05", FailureClass.Transient, "Turn idle_session_timeout off for this role."),
        new("25P03", FailureClass.Transient, "Turn idle_in_transaction_session_timeout off for this role."),
        new("25P04", FailureClass.Transient, "Turn transaction_timeout off for this role."),
        // Someone else cancelled it: our own cancellations are not errors of the server.
        new("57014", FailureClass.Transient, "Someone else cancelled the statement, or a statement_timeout came from outside."),
        new("57P04", FailureClass.Fatal, "The database was dropped while in use."),
        // Conflicts between transactions.
        new("40", FailureClass.Transient, null),
        new("40002", FailureClass.Permanent, null),
        new("55P03", FailureClass.Transient, "Another session holds a conflicting lock; see pg_locks."),
        new("55006", FailureClass.Transient, "The object is in use, by another session or by what this statement itself does."),
        // Resources. Memory, locks and connections become free when others release them; disk space does not.
        new("53", FailureClass.Transient, null),
        new("53300", FailureClass.Transient, "Raise max_connections (or the role's or database's CONNECTION LIMIT), or use fewer slots."),
        new("53200", FailureClass.Transient,
            "Raise max_locks_per_transaction if the lock table is full; otherwise give the server more memory, or use fewer slots."),
        new("53100", FailureClass.Fatal, "The disk is full: free space, then resume."),
        new("53400", FailureClass.Permanent, "Raise the limit that the message names, such as temp_file_limit."),
        // A server that cannot be written to, or is broken as a whole.
        new("25006", FailureClass.Fatal,
            "The server is read-only (a standby, or default_transaction_read_only): point the target at the primary, then resume."),
        new("58000", FailureClass.Fatal, "The operating system failed the server; see its log."),
        new("58030", FailureClass.Fatal, "The server's storage failed; see its log."),
        new("28", FailureClass.Fatal, "Check role, password and pg_hba.conf."),
        new("3D000", FailureClass.Fatal, "The database does not exist (any more)."),
        new("72000", FailureClass.Fatal, "Set old_snapshot_threshold = -1 on the source."),
        // Failures of one table or statement, each with a remedy.
        new("XX001", FailureClass.Permanent, "The table's data is corrupt on disk: check it with pg_amcheck, restore it from a backup."),
        new("XX002", FailureClass.Permanent, "An index is corrupt: REINDEX it."),
        new("58P01", FailureClass.Permanent,
            "The server lacks the file that the message names, such as the library of an extension that is not installed there."),
        new("22021", FailureClass.Permanent,
            "The value is not valid in the encoding: correct it, or use a target with the source's encoding."),
        new("22P05", FailureClass.Permanent, "The target's encoding has no such character: use a target whose encoding is UTF8."),
        new("23502", FailureClass.Permanent,
            "The target finds a row with NULL where its column takes none. Look whether the source has the row and the constraint, too: "
                + "correct the row, or drop the constraint."),
        new("23503", FailureClass.Permanent,
            "The target finds rows that refer to rows which are not there. Look whether the same ones are missing in the source: correct "
                + "the rows, or drop the constraint."),
        new("23505", FailureClass.Permanent,
            "The rows are not unique: look for duplicates in the source, and for rows that were in the target before."),
        new("23514", FailureClass.Permanent,
            "The target finds that rows do not satisfy the check or the partition's bounds. Look whether they do in the source; a check "
            + "whose function reads other rows "
            + "or settings may decide otherwise in the target: correct the rows, or drop the constraint."),
        new("3F000", FailureClass.Permanent,
            "There is no schema of this name. " + OldNames),
        new("42501", FailureClass.Permanent,
            "The role that the statement ran as lacks the right that the message names: the one that connects, or the owner of the table "
                + "whose code was run. Grant it, or connect as a role that has it. EXECUTE on a function of the server itself is granted "
                + "in the database in which it was revoked, by a superuser: GRANT EXECUTE ON FUNCTION pg_catalog.NAME(…) TO the role."),
        new("42P01", FailureClass.Permanent,
            "There is no table of this name where the statement looks for it: it was not made, has another name, or was dropped."),
        new("42704", FailureClass.Permanent,
            "The object that the message names does not exist there: create it (a role: by hand, or with --roles), or install the "
                + "extension that it belongs to."),
        new("42703", FailureClass.Permanent, NotHere),
        new("42883", FailureClass.Permanent, NotHere),
        new("54", FailureClass.Permanent, "A limit of PostgreSQL is passed; see the manual, appendix K."),
        new("0A000", FailureClass.Permanent, "The server does not support this: its version, its build, or PostgreSQL altogether."),
    ];

    private static readonly Dictionary<string, SqlStateClass> ByCode = Table.ToDictionary(line => line.Code, StringComparer.Ordinal);

    /// <summary>Returns the line for a SQLSTATE.</summary>
    public static SqlStateClass Of(string sqlState) =>
        ByCode.GetValueOrDefault(sqlState)
        ?? (sqlState.Length >= 2 ? ByCode.GetValueOrDefault(sqlState[..2]) : null)
        ?? new SqlStateClass(sqlState, FailureClass.Permanent, null);
}
