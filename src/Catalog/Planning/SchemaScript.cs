using System.Text;
using ActorMigrate.Catalog.Drafts;

namespace ActorMigrate.Catalog.Planning;

/// <summary>Writes a plan as a script that psql takes, for an empty database: each object under a comment that names it, with the
/// <c>search_path</c> that its text was deparsed under.</summary>
public static class SchemaScript
{
    // Settings for which a role, database or server may have other defaults, which would make other objects of the same text.
    private static readonly string[] Pinned =
    [
        "client_encoding = 'UTF8'", "standard_conforming_strings = on", "escape_string_warning = off", "client_min_messages = warning",
        "check_function_bodies = off", "row_security = off", "xmloption = content", "DateStyle = 'ISO, MDY'", "IntervalStyle = postgres",
        "TimeZone = 'UTC'", "lc_monetary = 'C'", "default_tablespace = ''", "default_table_access_method = heap", "statement_timeout = 0",
        "lock_timeout = 0",
        "idle_in_transaction_session_timeout = 0",
    ];

    private const string Local = "SET LOCAL ";

    /// <summary>Writes all of <paramref name="plan"/> below the lines of <paramref name="head"/>.</summary>
    public static void Write(SchemaPlan plan, IEnumerable<string> head, TextWriter output)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(output);
        foreach (var line in head.Concat(plan.ComesAlong.Select(one => $"Also migrated: {one}"))
            .Concat(plan.NotMigrated.Select(left => $"Left out: {left.Kind} {left.Name}: {left.Reason}"))
            .Concat(plan.Findings.Select(finding => $"Look at {finding.Object}: {finding.Message}")))
            Comment(output, line);
        output.Write('\n');
        foreach (var setting in Pinned)
            output.Write($"SET {setting};\n");
        string? path = null;
        foreach (var made in plan.Objects)
            path = Write(made, path, output);
    }

    /// <summary>Writes one object's statements and returns the path that holds afterwards.</summary>
    private static string Write(SchemaObject made, string? path, TextWriter output)
    {
        output.Write('\n');
        Comment(output, $"{made.Id}. {StageName(made.Stage)}: {made.Kind} {made.Name}");
        if (made.SearchPath != path)
            output.Write($"SET search_path = {made.SearchPath};\n");
        if (made.Secret is { } secret)
            Comment(output, $"Not printed, for it holds a secret: {secret}");
        foreach (var statement in made.Statements)
        {
            // psql runs each statement in a transaction of its own, unless it is told to run the whole script in one.
            var text = statement.StartsWith(Local, StringComparison.Ordinal) ? "SET " + statement[Local.Length..] : statement;
            output.Write(text.TrimEnd().TrimEnd(';'));
            output.Write(";\n");
        }
        return made.SearchPath;
    }

    private static string StageName(SchemaStage stage) => stage switch
    {
        SchemaStage.Schema => "before tables",
        SchemaStage.Table => "tables",
        SchemaStage.AfterTransfer => "after data",
        _ => "last",
    };

    // A name may hold a newline, and what follows it must not be taken for SQL.
    private static void Comment(TextWriter output, string text)
    {
        var line = new StringBuilder("-- ", text.Length + 4);
        foreach (var c in text)
            line.Append(char.IsControl(c) || c is '\u2028' or '\u2029' ? ' ' : c);
        output.Write(line.Append('\n'));
    }
}
