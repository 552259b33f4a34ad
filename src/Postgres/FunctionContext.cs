using System.Text.RegularExpressions;

namespace ActorMigrate.Postgres;

/// <summary>Reads from the context of an error in which function's body it happened.</summary>
internal static partial class FunctionContext
{
    /// <summary>Returns the remedy for a function that does not find an object that its body names.</summary>
    public static string Remedy(string? context)
    {
        var function = NameIn(context);
        return $"The error is of a statement in the body of {(function is null ? "a function" : $"the function {function}")}, which "
            + "runs here under the search_path that the function sets or, "
            + "where it sets none, under pg_catalog alone, as in PostgreSQL's own maintenance: the object that the "
            + "body names is not in these schemas. "
            + $"In the source, give the function a path of its own (ALTER FUNCTION {function ?? "…"} SET search_path = …), or "
            + "write the schemas into its body.";
    }

    /// <summary>Returns the function whose body was run last, as the server calls it, or null. The server's words may be in another
    /// language.</summary>
    private static string? NameIn(string? context)
    {
        var found = InBody().Match(context ?? "");
        return found.Success ? found.Groups["name"].Value : null;
    }

    [GeneratedRegex("""^(PL/pgSQL function (?<name>.+?) line \d+|PL/pgSQL function (?<name>.+?\))|SQL function "(?<name>.+?)" )""",
        RegexOptions.CultureInvariant | RegexOptions.Multiline)]
    private static partial Regex InBody();
}
