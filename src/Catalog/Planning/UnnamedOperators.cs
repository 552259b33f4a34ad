using ActorMigrate.Catalog.Drafts;
using ActorMigrate.Catalog.Renaming;
using ActorMigrate.Migration;

namespace ActorMigrate.Catalog.Planning;

/// <summary>Operators that deparsed text uses and does not name: <c>a IS DISTINCT FROM b</c>, <c>NULLIF</c>, <c>CASE a WHEN b</c>,
/// <c>JOIN … USING</c> and comparisons of rows take the <c>=</c> that the path finds. With <c>pg_catalog</c> alone in it, <c>citext</c>
/// would be compared as <c>text</c>, and <c>hstore</c> not at all. So the schemas of the operators that an object depends on stand behind
/// it in the path.</summary>
internal static class UnnamedOperators
{
    private static readonly string[] Constructs = ["DISTINCT FROM", "NULLIF(", "CASE ", " IN (", " USING (", "ROW("];

    // The tokens of a qualified operator before a row; null is a name.
    private static readonly string?[] RowOperator = ["OPERATOR", "(", null, ".", null, ")", "ROW"];
    private const int NameOfOperator = 4;

    /// <summary>Returns the search path with which a draft's statements use the same operators as in the source, or null where
    /// <paramref name="path"/> does. <paramref name="addresses"/> are those of the draft and of its parts.</summary>
    public static string? PathOf(Draft draft, IEnumerable<ObjectAddress> addresses, string path, DdlContext context)
    {
        if (!draft.Statements.Any(HasConstruct))
            return null;
        var operators = addresses.Concat(draft.BodyOf is { } function ? [function] : [])
            .SelectMany(context.ReferencesOf)
            .Where(referenced => referenced.Catalog == SystemCatalog.Operator).Select(referenced => referenced.Oid).Distinct().ToList();
        NoteHidden(draft, operators, context);
        var schemas = operators.Select(used => context.Catalog.OperatorSchemas.GetValueOrDefault(used))
            .OfType<string>().Distinct().Order(StringComparer.Ordinal).Select(context.Schema).ToList();
        return schemas.Count == 0 ? null : $"{path}, {string.Join(", ", schemas)}";
    }

    // Before pg_catalog in the path, the schema would put its operators into the place of built-in ones that the text means.
    private static void NoteHidden(Draft draft, List<uint> operators, DdlContext context)
    {
        if (operators.Select(used => context.Catalog.HiddenOperators.GetValueOrDefault(used)).OfType<string>()
            .Where(used => !IsNamed(used, draft)).Order(StringComparer.Ordinal).ToList() is { Count: > 0 } hidden)
        {
            context.Note(
                $"{draft.Kind} {draft.Name}",
                $"It uses operators that have the names and types of built-in ones: {NameList.Of(hidden)}. Where its text does not name "
                    + "them, as in IS DISTINCT FROM, NULLIF, CASE and JOIN … USING, the built-in ones take their place.",
                "Write a = b, with the operator, for such comparisons in the source, or make the object by hand in the target.");
        }
    }

    private static bool IsNamed(string used, Draft draft)
    {
        var named = $"OPERATOR({used[..used.LastIndexOf('(')]})";
        return draft.Statements.Any(statement => statement.Contains(named, StringComparison.Ordinal));
    }

    /// <summary>Returns the same object, defined under the path that it needs.</summary>
    public static SchemaObject UnderItsPath(SchemaObject made) => made.OperatorPath is not { } path ? made : made with
    {
        Statements =
        [
            SetPath(path), .. made.Statements.Take(made.Defining).Select(WithBareOperators), SetPath(made.SearchPath),
            .. made.Statements.Skip(made.Defining),
        ],
        Defining = made.Defining + 2,
    };

    private static string SetPath(string path) => $"SET LOCAL search_path = {path}";

    // A comparison of rows names the operator of the first columns, which the server then looks for in the same schema for all others.
    private static string WithBareOperators(string statement)
    {
        if (!statement.Contains(") OPERATOR(", StringComparison.Ordinal) || !statement.Contains(") ROW(", StringComparison.Ordinal))
            return statement;
        var tokens = SqlTokenizer.Tokens(statement);
        for (var at = 1; at + RowOperator.Length <= tokens.Count; at++)
        {
            if (!RowOperator.Select((wanted, offset) => wanted is null || tokens[at + offset].Value == wanted).All(fits => fits))
                continue;
            for (var part = at; part < at + RowOperator.Length - 1; part++)
                tokens[part].Replacement = part == at ? tokens[at + NameOfOperator].Value : "";
        }
        return SqlToken.Render(statement, tokens);
    }

    private static bool HasConstruct(string statement) =>
        Constructs.Any(construct => statement.Contains(construct, StringComparison.Ordinal));
}
