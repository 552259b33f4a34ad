using System.Text.RegularExpressions;

namespace ActorMigrate.Validation.Definitions;

/// <summary>Knows the name that PostgreSQL gives to a column of a query which is a constant. <c>SELECT 'a'</c> has a column without a name
/// and is written <c>SELECT 'a'::text</c>; parsed again, that has one, and is written <c>SELECT 'a'::text AS text</c>. Pure.</summary>
internal static partial class ConstantNames
{
    private const string Text = "'(?>(?:[^']|'')*')";
    private const string Name = """(?:(?:"(?:[^"]|"")+"|[\w$]+)\.)?(?:"(?:[^"]|"")+"|[\w$]+)""";

    private static readonly Dictionary<string, string> Names = new()
    {
        ["integer"] = "int4", ["bigint"] = "int8", ["smallint"] = "int2", ["real"] = "float4", ["double precision"] = "float8",
        ["boolean"] = "bool", ["character varying"] = "varchar", ["character"] = "bpchar", ["bit varying"] = "varbit",
        ["timestamp without time zone"] = "timestamp", ["timestamp with time zone"] = "timestamptz",
        ["time without time zone"] = "time", ["time with time zone"] = "timetz",
    };

    /// <summary>Returns the text without such names. A query within another passes its column's name on.</summary>
    public static string LeftOut(string text)
    {
        var before = text;
        do
        {
            (before, text) = (text, Constant().Replace(text, Shortened));
        }
        while (text != before);
        return text;
    }

    private static string Shortened(Match found) =>
        found.Groups["value"].Success && Plain(found.Groups["alias"].Value) == NameOf(found.Groups["type"].Value)
            ? found.Groups["value"].Value
            : found.Value;

    // The type without its modifier, brackets and schema.
    private static string NameOf(string type) => Modifier().Replace(type, "") is var bare && Names.TryGetValue(bare, out var name)
        ? name
        : Plain(bare);

    private static string Plain(string name)
    {
        var last = name[(name.LastIndexOf('.') + 1)..];
        return last is ['"', .. var inner, '"'] ? inner : last;
    }

    [GeneratedRegex(
        $"""
        (?<value>(?>{Text}|NULL)::(?<type>{Name}(?:\([\d,]+\))?(?:\ (?!AS\ )[a-z]+)*(?:\[\])*)(?:\ COLLATE\ {Name})?\)*)
        \ AS\ (?<alias>"(?:[^"]|"")+"|[\w$]+)
        |{Text}|"(?>(?:[^"]|"")+")
        """,
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Constant();

    [GeneratedRegex("""\([\d,]+\)|\[\]""", RegexOptions.CultureInvariant)]
    private static partial Regex Modifier();
}
