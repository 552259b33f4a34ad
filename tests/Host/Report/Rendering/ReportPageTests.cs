using System.Text.RegularExpressions;
using System.Xml.Linq;
using ActorMigrate.Host.Report;
using ActorMigrate.Host.Report.Rendering;
using ActorMigrate.Host.Tests.Summary;
using ActorMigrate.Migration;
using ActorMigrate.Migration.Failures;
using ActorMigrate.Migration.Summary;

namespace ActorMigrate.Host.Tests.Report.Rendering;

public class ReportPageTests
{
    private const string Hostile = "<script>alert('x')</script>\"&\u202E\n| `] ![a](http://e) </title></style><img src=x onerror=y>";

    /// <summary>A report in which every text that could come from a database or server is hostile.</summary>
    private static ReportDocument Attacked()
    {
        var timeline = Summaries.Timeline();
        return ReportDocument.Of(Summaries.Mixed() with
        {
            Message = Hostile, NextStep = Hostile, Source = Hostile, Target = Hostile,
            Tables = [Summaries.Table(Hostile, error: Hostile)],
            NotMigrated = [new NotMigrated(Hostile, Hostile, Hostile)],
            Findings = [new Finding(Hostile, Hostile, Hostile, Hostile)
                { Statement = Hostile, Skipped = [Hostile], Objects = [Hostile, Hostile] }],
            Timeline = timeline with
            {
                Nodes = [.. timeline.Nodes.Select(node => node with { Name = Hostile, Host = Hostile })],
                Attempts = [.. timeline.Attempts.Select(
                    attempt => attempt with { Kind = Hostile, Name = Hostile, SqlState = Hostile, Error = Hostile })],
            },
        });
    }

    /// <summary>The page as a tree: it is written so that it is well-formed XML, too, but for the elements without an end.</summary>
    private static XElement Tree(string page) =>
        XDocument.Parse(Regex.Replace(page, "<meta([^>]*)>", "<meta$1/>").Replace("<!doctype html>", "", StringComparison.Ordinal)).Root!;

    [Fact]
    public void Nothing_that_a_database_says_becomes_a_tag_or_an_attribute()
    {
        var (plain, attacked) = (Tree(ReportPage.Of(ReportDocument.Of(Summaries.Mixed()))), Tree(ReportPage.Of(Attacked())));

        Assert.Subset(Names(plain).Append("pre").ToHashSet(), Names(attacked));
        Assert.Empty(attacked.Descendants("img"));
        Assert.Contains("<script>alert('x')</script>", attacked.Descendants("h3").First().Value, StringComparison.Ordinal);
        Assert.DoesNotContain('\u202E', ReportPage.Of(Attacked()));
    }

    private static HashSet<string> Names(XElement tree) =>
        [.. tree.DescendantsAndSelf()
            .SelectMany(element => element.Attributes().Select(attribute => $"@{attribute.Name}").Append(element.Name.ToString()))];

    [Fact]
    public void The_page_needs_nothing_from_outside_and_forbids_it()
    {
        var page = ReportPage.Of(Attacked());
        var tree = Tree(page);

        Assert.DoesNotContain(tree.Descendants(), element =>
            element.Name.LocalName is "script" or "link" or "img" or "iframe" or "object" or "use" or "image");
        Assert.DoesNotContain(
            tree.Descendants().Attributes(),
            attribute => attribute.Name.LocalName is "src" or "href" or "style"
                || attribute.Name.LocalName.StartsWith("on", StringComparison.Ordinal));
        Assert.DoesNotContain("url(", tree.Descendants("style").Single().Value, StringComparison.Ordinal);
        Assert.DoesNotContain("@import", tree.Descendants("style").Single().Value, StringComparison.Ordinal);
        Assert.Contains("default-src 'none'", tree.Descendants("meta").Attributes("content").Select(attribute => attribute.Value)
            .First(value => value.Contains("src", StringComparison.Ordinal)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_screen_reader_finds_a_language_headings_captions_and_words_for_each_drawing()
    {
        var tree = Tree(ReportPage.Of(ReportDocument.Of(Summaries.Mixed())));

        Assert.Equal("en", tree.Attribute("lang")!.Value);
        Assert.Single(tree.Descendants("h1"));
        Assert.All(tree.Descendants("section"), section => Assert.Equal("h2", section.Elements().First().Name));
        Assert.All(tree.Descendants("table"), table => Assert.NotEmpty(table.Element("caption")!.Value));
        Assert.All(tree.Descendants("th"), heading => Assert.NotNull(heading.Attribute("scope")));
        Assert.All(tree.Descendants("svg"), drawing =>
            Assert.True(drawing.Attribute("aria-label") is not null || drawing.Attribute("aria-hidden") is not null));
    }

    [Fact]
    public void The_page_tells_the_timeline_the_retries_and_the_remedies()
    {
        var tree = Tree(ReportPage.Of(ReportDocument.Of(Summaries.Mixed())));
        var text = tree.Element("body")!.Value;

        Assert.Equal(3, tree.Descendants("rect").Count(rect => rect.Element("title") is not null));
        Assert.Contains("copy-table public.posts: lost, attempt 1", tree.Descendants("title").Select(title => title.Value)
            .ElementAt(1), StringComparison.Ordinal);
        Assert.Contains("Remedy: Correct the rows and add the key.", text, StringComparison.Ordinal);
        Assert.Contains("db7 · copy", text, StringComparison.Ordinal);
        Assert.Contains("At most 12.7 MiB/s, 93.5 MiB in all, in spans of 6.0 s.", text, StringComparison.Ordinal);
        Assert.Contains("7 shorter ones are only in the shade", text, StringComparison.Ordinal);
        Assert.Contains("3 nodes with fewer attempts are not drawn", text, StringComparison.Ordinal);
        Assert.Contains("First begun2026-11-22 11:00:00 UTC", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Attempts_that_ended_together_for_one_cause_are_one_row()
    {
        var timeline = Summaries.Timeline();
        var lot = Enumerable.Range(1, 100)
            .Select(i => new TimelineAttempt(i, 1, "copy-table", $"public.t{i}", "copy", 2, 1, 2, "released", 0, 0, "23514", "refused"));
        var report = ReportDocument.Of(Summaries.Mixed() with { Timeline = timeline with { Attempts = [.. lot] } });

        var rows = Tree(ReportPage.Of(report)).Descendants("caption").Single(caption => caption.Value == "Attempts without success").Parent!
            .Element("tbody")!.Elements();

        Assert.Equal("copy-table public.t1 and 99 others with it", Assert.Single(rows).Element("th")!.Value);
        Assert.Contains("public.t1 and 99 others with it", ReportMarkdown.Of(report), StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_that_was_refused_has_a_page_too()
    {
        var report =
            ReportDocument.Of(Outcome.Refused, "The target is full.", "Empty it.", DateTimeOffset.UnixEpoch, TimeSpan.FromSeconds(1));

        var text = Tree(ReportPage.Of(report)).Element("body")!.Value;

        Assert.Contains("Refused (exit code 2)", text, StringComparison.Ordinal);
        Assert.Contains("Empty it.", text, StringComparison.Ordinal);
        Assert.Contains("No task was begun.", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Every attempt succeeded", text + ReportMarkdown.Of(report), StringComparison.Ordinal);
        Assert.DoesNotContain("0 B", ReportMarkdown.Of(report), StringComparison.Ordinal);
    }

    [Fact]
    public void The_page_of_forty_thousand_tables_stays_small_and_says_what_it_leaves_out()
    {
        var tables = Enumerable.Range(0, 40_000)
            .Select(i => Summaries.Table($"t{i}", bytes: i, error: i % 2 == 0 ? "23505: duplicate" : null)).ToArray();
        var report = ReportDocument.Of(Summaries.Of(Outcome.FinishedWithFailures, tables) with { Timeline = Summaries.Timeline() });

        var page = ReportPage.Of(report);

        Assert.InRange(page.Length, 1, 200_000);
        Assert.Contains("19,800 tables more: see the JSON report.", page, StringComparison.Ordinal);
        Assert.Contains("39,950 tables more: see the JSON report.", page, StringComparison.Ordinal);
        Assert.Contains("public.t39999", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Tables_that_a_stop_left_undone_are_counted_and_not_listed_as_trouble()
    {
        var undone = Summaries.Table("undone") with { Success = false, Validated = null };
        var report = ReportDocument.Of(Summaries.Of(Outcome.Stopped, Summaries.Table("broken", error: "XX000: no"), undone, undone));

        var text = ReportMarkdown.Of(report);

        Assert.Contains("| Tables | 3, of which 1 failed and 2 are unfinished |", text, StringComparison.Ordinal);
        Assert.Contains("| transfer data |", text, StringComparison.Ordinal);
        Assert.DoesNotContain("public.undone", text[text.IndexOf("need attention", StringComparison.Ordinal)..text.IndexOf(
            "Largest tables", StringComparison.Ordinal)], StringComparison.Ordinal);
    }

    [Fact]
    public void Markdown_shows_hostile_text_as_text()
    {
        var text = ReportMarkdown.Of(Attacked());
        var lines = text.Split('\n');
        var code = lines.SkipWhile(line => !line.StartsWith("```sql", StringComparison.Ordinal)).Skip(1)
            .TakeWhile(line => !line.StartsWith("```", StringComparison.Ordinal));
        var prose = string.Join('\n', lines.Except(code));

        Assert.DoesNotContain('<', prose);
        Assert.DoesNotContain("![", prose, StringComparison.Ordinal);
        Assert.DoesNotMatch(
            @"(?<!\\)[`\[\]]", prose.Replace("```sql", "", StringComparison.Ordinal).Replace("\n```\n", "\n", StringComparison.Ordinal));
        Assert.All(Tables(lines), table => Assert.Single(table.Select(row => Regex.Count(row, @"(?<!\\)\|")).Distinct()));
    }

    private static IEnumerable<List<string>> Tables(string[] lines)
    {
        var table = new List<string>();
        foreach (var line in lines)
        {
            if (line.StartsWith("| ", StringComparison.Ordinal))
            {
                table.Add(line);
            }
            else if (table.Count > 0)
            {
                yield return table;
                table = [];
            }
        }
    }
}
