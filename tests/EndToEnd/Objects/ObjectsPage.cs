using System.Globalization;
using System.Text.RegularExpressions;
using ActorMigrate.TestServers;

namespace ActorMigrate.EndToEnd.Tests.Objects;

/// <summary>docs/objects.md: what the tests of kinds found, kind by kind and version by version. The tests hold it to be true;
/// with ACTORMIGRATE_WRITE_DOCS=1 they write it.</summary>
internal static partial class ObjectsPage
{
    /// <summary>The pairs of versions that are tested: a column of the table each.</summary>
    public static readonly IReadOnlyList<(int Source, int Target)> Pairs = [(15, 15), (15, 18), (16, 17), (17, 18)];

    private const string Same = "same";
    private static readonly Lock Writing = new();

    private static readonly string File = Path.Combine(Checkout.Folder, "docs", "objects.md");

    /// <summary>The tests are to write the page instead of checking it.</summary>
    public static bool IsWritten => Environment.GetEnvironmentVariable("ACTORMIGRATE_WRITE_DOCS") == "1";

    /// <summary>Asserts that the page says of a kind between two versions what a test has just found.</summary>
    public static void AssertSays(string kind, (int, int) pair, IReadOnlyList<KnownDifference> known)
    {
        var cell = known.Count == 0 ? Same : string.Join(", ", known.Select(NumberOf).Order().Select(number => $"[{number}](#{number})"));
        if (IsWritten)
            Write(kind, pair, cell);
        else
            Assert.Equal(cell, Cells(Text()).GetValueOrDefault((kind, pair)));
    }

    /// <summary>The page as it is.</summary>
    public static string Text() => System.IO.File.Exists(File) ? System.IO.File.ReadAllText(File) : "";

    /// <summary>The page as it must be, with the results that <paramref name="text"/> holds.</summary>
    public static string Rewritten(string text) => Render(Cells(text));

    private static void Write(string kind, (int, int) pair, string cell)
    {
        lock (Writing)
        {
            var cells = Cells(Text());
            cells[(kind, pair)] = cell;
            System.IO.File.WriteAllText(File, Render(cells));
        }
    }

    private static int NumberOf(KnownDifference known) => KnownDifference.All.TakeWhile(one => one != known).Count() + 1;

    private static Dictionary<(string Kind, (int, int) Pair), string> Cells(string text) => Row().Matches(text)
        .SelectMany(row => Pairs.Zip(row.Groups["cell"].Captures, (pair, cell) => (Key: (row.Groups["kind"].Value, pair), cell.Value)))
        .ToDictionary(cell => cell.Key, cell => cell.Value);

    private static string Render(Dictionary<(string Kind, (int, int) Pair), string> cells)
    {
        var header = string.Join(" | ", Pairs.Select(pair => $"{pair.Source}→{pair.Target}"));
        var rows = Kind.All.Append(Kind.Globals).Select(kind =>
            $"| {kind} | {string.Join(" | ", Pairs.Select(pair => cells.GetValueOrDefault((kind, pair), "not tested")))} | "
                + $"{Kind.DescriptionOf(kind)} |");
        var differences = KnownDifference.All.Select((known, at) =>
            string.Create(CultureInfo.InvariantCulture, $"{at + 1}. <a id=\"{at + 1}\"></a>{known.Reason}"));
        return $"""
            # Which objects arrive

            Each row is a script in `tests/Kinds` that creates every variant of a kind that the source's version has. Each column is a
            migration of that script's database from one version of PostgreSQL to another, by the program as users run it. *same* means:

            - the system catalogs of both servers describe the same database: every column of every catalog is compared, by names and
              through the references that the catalogs declare themselves (`tests/EndToEnd/Objects`);
            - every table, materialized view and sequence has the same content;
            - 15→15: `pg_dump --schema-only` writes the same text for both.

            The last row is between two servers of their own, with `--roles --database-settings`. It compares the catalogs that all
            databases of a server share, and for 15→15 the texts of `pg_dumpall --globals-only` and `pg_dump --create`.

            Security labels are in no row, because a server accepts a label only while a library of its provider is loaded, and
            PostgreSQL has no provider that works without SELinux. `tests/EndToEnd/Schema/SecurityLabelTests.cs` puts labels into the
            source's catalogs and compares the statements of `actormigrate schema` with those of `pg_dump` and `pg_dumpall`; no test
            runs them in a target.

            Rows of extensions' configuration tables are in no row, because a test can provide an extension of its own only from 18 on:
            `tests/EndToEnd/Schema/ExtensionTests.cs` migrates them 18→18. Objects that only 18 has are compared 18→18 for all kinds at
            once.

            A number is a known difference, which the list below the table explains. The same differences hold for all kinds in one
            database. The tests write this page (`ACTORMIGRATE_WRITE_DOCS=1 ./test --all EndToEnd`), and fail if it is not true.

            | Kind | {header} | With |
            |---|{string.Concat(Pairs.Select(_ => "---|"))}---|
            {string.Join("\n", rows)}

            ## What differs, and why

            {string.Join("\n", differences)}

            """;
    }

    [GeneratedRegex(@"^\| (?<kind>[a-z-]+) \|(?: (?<cell>[^|]+) \|){4}", RegexOptions.Multiline)]
    private static partial Regex Row();
}
