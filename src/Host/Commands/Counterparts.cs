using System.CommandLine;

namespace ActorMigrate.Host.Commands;

/// <summary>Names the counterparts of flags of pgcopydb, pg_dump and pg_restore, which users type out of habit. docs/coming-from.md has all
/// of them.</summary>
internal static class Counterparts
{
    private static readonly (string Ours, string[] Theirs)[] _rows =
    [
        ("--source", ["-d", "--dbname", "--host", "-p", "--port", "-U", "--username"]),
        ("--copy-slots", ["-j", "--jobs", "--table-jobs", "--large-objects-jobs"]),
        ("--index-slots", ["--index-jobs", "--restore-jobs"]),
        ("--partition-threshold", ["--split-tables-larger-than"]),
        ("--max-partitions", ["--split-max-parts"]),
        ("--source-schema", ["-n", "--schema"]),
        ("--include-tables", ["-t", "--table", "--table-and-children"]),
        ("--exclude-tables", ["-T", "--exclude-table", "--exclude-table-and-children", "-N", "--exclude-schema"]),
        ("--drop-existing-tables", ["-c", "--clean", "--if-exists", "--drop-if-exists"]),
        ("--no-privileges", ["-x", "--no-acl"]),
        ("--no-owner", ["-O"]),
        ("--schema-only", ["-s", "--no-data"]),
        ("--data-only", ["-a", "--no-schema"]),
        ("--skip \"large object\"", ["-B", "--no-blobs", "--no-large-objects", "--skip-large-objects"]),
        ("--skip collation", ["--skip-collations"]),
        ("--skip publication", ["--no-publications"]),
        ("--skip subscription", ["--no-subscriptions"]),
        ("--skip policy", ["--no-policies"]),
        ("--no-analyze", ["--skip-analyze", "--skip-vacuum", "--no-statistics"]),
        ("--on-object-error stop", ["--fail-fast", "--exit-on-error"]),
        ("--config", ["--filter"]),
        ("--verbose", ["-v"]),
        ("--log-level debug", ["--debug", "--trace"]),
        ("plan", ["--dry-run"]),
        ("resume --restart", ["--restart"]),
        ("resume --new-snapshot", ["--not-consistent"]),
    ];

    private static readonly (string Reason, string[] Theirs)[] _without =
    [
        ("changes after the snapshot are not copied.", ["--follow", "--slot-name", "--create-slot", "--origin", "--endpos", "--plugin"]),
        ("the state of a migration is in the target, in the ledger.", ["--dir"]),
        ("its sections are the flags --include-tables, --exclude-tables and --source-schema.", ["--filters"]),
        ("the migration exports its own snapshot.", ["--snapshot"]),
        ("no archive is written; actormigrate schema prints the DDL.", ["-f", "--file", "-F", "--format", "-Z", "--compress"]),
        ("a table is migrated with its rows, or left out as a whole by --exclude-tables.",
            ["--exclude-table-data", "--exclude-table-data-and-children"]),
        ("no password is asked for; put it into the file that PGPASSFILE names.", ["-W", "--password", "-w", "--no-password"]),
        ("rows are copied by COPY.", ["--inserts", "--column-inserts", "--rows-per-insert", "--on-conflict-do-nothing"]),
        ("comments are always migrated.", ["--no-comments"]),
    ];

    /// <summary>The flags of other programs, each with its counterpart: a flag, or a command without <c>actormigrate</c>.</summary>
    public static IReadOnlyDictionary<string, string> All { get; } =
        _rows.SelectMany(row => row.Theirs.Select(theirs => (theirs, row.Ours))).ToDictionary();

    /// <summary>The flags of other programs that have no counterpart, each with the reason.</summary>
    public static IReadOnlyDictionary<string, string> Without { get; } =
        _without.SelectMany(row => row.Theirs.Select(theirs => (theirs, row.Reason))).ToDictionary();

    /// <summary>Returns a sentence on the counterpart of <paramref name="flag"/> that <paramref name="command"/> takes, on the command that
    /// does it, or on why there is none; null for a flag of no program.</summary>
    public static string? Of(string flag, Command command) => All.GetValueOrDefault(flag) switch
    {
        null => command.Options.Any(option => option.Name == "--source") ? Without.GetValueOrDefault(flag) : null,
        ['-', ..] ours when command.Options.All(option => option.Name != ours.Split(' ')[0]) => null,
        "--source" => "databases are named by --source and --target.",
        ['-', ..] ours => $"here it is {ours}.",
        var other => command.Name == "migrate" ? $"here it is actormigrate {other}." : null,
    };
}
