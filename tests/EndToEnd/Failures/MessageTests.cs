using System.Text.Json;
using ActorMigrate.TestServers;

namespace ActorMigrate.EndToEnd.Tests.Failures;

/// <summary>The messages of a run that missed something, on the terminal, in its report and in <c>status</c>.</summary>
public sealed class MessageTests
{
    // One cause for three tables, whose copies need it; one that hits an index alone; a large object.
    private const string Broken = """
        CREATE SCHEMA look; CREATE TABLE look.codes (code text PRIMARY KEY); INSERT INTO look.codes VALUES ('x');
        SET search_path = public, look;
        CREATE FUNCTION look.known(wanted text) RETURNS boolean LANGUAGE plpgsql IMMUTABLE AS $$ BEGIN RETURN EXISTS (SELECT FROM codes WHERE code = wanted); END $$;
        CREATE DOMAIN public.code AS text CHECK (look.known(VALUE));
        CREATE TABLE public.a (id int PRIMARY KEY, c code); CREATE TABLE public.b (id int PRIMARY KEY, c code); CREATE TABLE public.c (id int PRIMARY KEY, a int REFERENCES a, c code);
        INSERT INTO a VALUES (1, 'x'); INSERT INTO b VALUES (1, 'x'); INSERT INTO c VALUES (1, 1, 'x');
        CREATE TABLE public.fine (id int PRIMARY KEY, t text); INSERT INTO fine VALUES (1, 'a'), (2, 'b');
        CREATE FUNCTION public.strip(t text) RETURNS int IMMUTABLE LANGUAGE plpgsql AS $$ BEGIN RETURN 1; END $$;
        CREATE INDEX fine_strip ON fine (strip(t));
        CREATE OR REPLACE FUNCTION public.strip(t text) RETURNS int IMMUTABLE LANGUAGE plpgsql AS $$ BEGIN RETURN t::int; END $$;
        CREATE VIEW public.v AS SELECT 1 AS one;
        SELECT lo_from_bytea(4711, 'large');
        """;

    [Fact]
    public async Task Each_cause_stands_once_with_all_that_it_hit_and_the_closing_line_counts_everything()
    {
        await using var source = await TestDatabase.CreateAsync();
        await using var target = await TestDatabase.CreateAsync();
        await source.ExecuteAsync(Broken);
        var folder = Directory.CreateTempSubdirectory("actormigrate-messages-");
        try
        {
            var path = Path.Combine(folder.FullName, "report.json");

            var run = await Cli.MigrateAsync(source, target, "--report", path);

            Assert.True(run.ExitCode == 3, run.Printed);
            var report = Report.ShouldBeDocumented(Report.Read(path), 3);
            ShouldTell(run.Out, report);
            await StatusShouldTellAsync(target);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static void ShouldTell(string printed, JsonElement report)
    {
        var totals = report.GetProperty("totals");
        Assert.Equal((5, 4, 1), (totals.GetProperty("tables").GetInt32(), totals.GetProperty("tablesFailed")
            .GetInt32(), totals.GetProperty("largeObjects").GetInt32()));
        Assert.Equal(4, totals.GetProperty("objectsFailed").GetInt32());
        var findings = report.GetProperty("findings").EnumerateArray().ToList();
        var path = Assert.Single(findings, finding => finding.GetProperty("sqlState").GetString() == "42P01");
        Assert.Equal(["copy-table public.a", "copy-table public.b", "copy-table public.c"], Names(path, "objects"));
        Assert.Contains("the function look.known(text), which", path.GetProperty("remedy").GetString(), StringComparison.Ordinal);
        var skipped = findings.SelectMany(finding => Names(finding, "skipped")).ToList();
        Assert.Contains(skipped, name => name.Contains("a_pkey", StringComparison.Ordinal));
        Assert.Equal(skipped.Distinct(), skipped);
        Assert.Equal(totals.GetProperty("objectsSkipped").GetInt32(), skipped.Count);
        Assert.DoesNotContain(
            findings, finding => finding.GetProperty("message").GetString()!.StartsWith("not begun", StringComparison.Ordinal));
        Assert.Contains("4 objects failed (copy-table: 3, index: 1)", report.GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Contains("4 of 5 tables are not complete", report.GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Contains(
            "3 objects, the first of them copy-table public.a: relation \"codes\" does not exist", printed, StringComparison.Ordinal);
        Assert.Contains("all of them: copy-table public.a, copy-table public.b, copy-table public.c", printed, StringComparison.Ordinal);
        Assert.Contains("5 tables, 3 rows, 1 large object, ", printed, StringComparison.Ordinal);
        Assert.Single(printed.Split('\n'), line => line.Contains("write the schemas into its body", StringComparison.Ordinal));
    }

    private static async Task StatusShouldTellAsync(TestDatabase target)
    {
        var words = await Cli.RunAsync("status", "--target", target.Uri);
        var json = JsonDocument.Parse((await Cli.RunAsync("status", "--target", target.Uri, "--json")).Out).RootElement
            .GetProperty("migration");

        Assert.Equal(2, json.GetProperty("failures").GetArrayLength());
        Assert.Equal(5, json.GetProperty("tables").GetProperty("total").GetInt32());
        Assert.Equal((1, 1), (json.GetProperty("largeObjects").GetProperty("total").GetInt32(), json.GetProperty("largeObjects")
            .GetProperty("copied").GetInt32()));
        Assert.Contains(
            "the same of 3 objects: copy-table public.a, copy-table public.b, copy-table public.c", words.Out, StringComparison.Ordinal);
        Assert.Contains("Tables  2 of 5 copied", words.Out, StringComparison.Ordinal);
        Assert.Contains("1 of 1 large object copied", words.Out, StringComparison.Ordinal);
    }

    private static List<string> Names(JsonElement finding, string list) =>
        [.. finding.GetProperty(list).EnumerateArray().Select(name => name.GetString()!)];
}
