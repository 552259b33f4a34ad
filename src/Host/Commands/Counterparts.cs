using System.CommandLine;

namespace ActorMigrate.Host.Commands;

/// <summary>Names the counterparts of flags of pgcopydb, pg_dump and pg_restore, which users type out of habit. docs/coming-from.md has all
/// of them.</summary>
internal static class Counterparts
{
    private static readonly (string Ours, string[] Theirs)[] _flags =
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
    ];

    private static readonly (string Command, string[] Theirs)[] _commands =
    [
        ("plan", ["--dry-run"]),
        ("resume --restart", ["--restart"]),
        ("resume --new-snapshot", ["--not-consistent"]),
    ];

    /// <summary>All of them: a flag of another program, and what it is here.</summary>
    public static IEnumerable<(string Theirs, string Ours)> All =>
        _flags.Concat(_commands).SelectMany(pair => pair.Item2.Select(theirs => (theirs, pair.Item1)));

    /// <summary>Returns a sentence on the counterpart of <paramref name="flag"/> that <paramref name="command"/> takes, or on the command
    /// that does it; null where there is none.</summary>
    public static string? Of(string flag, Command command)
    {
        if (_flags.FirstOrDefault(pair => pair.Theirs.Contains(flag)) is { Ours: { } ours }
            && command.Options.Any(option => option.Name == ours.Split(' ')[0]))
            return ours == "--source" ? "databases are named by --source and --target." : $"here it is {ours}.";
        return command.Name == "migrate" && _commands.FirstOrDefault(pair => pair.Theirs.Contains(flag)) is { Command: { } other }
            ? $"here it is actormigrate {other}."
            : null;
    }
}
