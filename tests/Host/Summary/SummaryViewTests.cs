using ActorMigrate.Host.Report;
using ActorMigrate.Host.Report.Rendering;
using ActorMigrate.Host.Summary;
using ActorMigrate.Host.Wording;
using ActorMigrate.Migration;
using ActorMigrate.Migration.Failures;
using ActorMigrate.Migration.Summary;

namespace ActorMigrate.Host.Tests.Summary;

public class SummaryViewTests
{
    private static string Plain(MigrationSummary summary)
    {
        var output = new StringWriter();
        SummaryView.Write(summary, output, terminalWidth: null, colors: false);
        return output.ToString();
    }

    private static string OnTerminal(MigrationSummary summary, int width, bool colors = false)
    {
        var output = new StringWriter();
        SummaryView.Write(summary, output, width, colors);
        return output.ToString();
    }

    [Fact]
    public void A_plain_summary_tells_the_whole_story_in_lines()
    {
        var text = Plain(Summaries.Mixed());

        Assert.Contains("from a:5432/shop (15.8)", text, StringComparison.Ordinal);
        Assert.Matches("(?m)^ *transfer data +8\\.3 s *$", text);
        Assert.Matches("(?m)^ *public\\.posts +1,234,567 +93\\.5 MiB +2\\.0 s +617,283 +1 +1 +counted *$", text);
        Assert.Matches("(?m)^ *public\\.votes .* failed *$", text);
        Assert.Matches("(?m)^ *public\\.users .* differs *$", text);
        Assert.Contains("public.votes: 23505: duplicate key", text, StringComparison.Ordinal);
        Assert.Contains("public.users: 1,000 rows in the source, 999 in the target", text, StringComparison.Ordinal);
        Assert.Contains("view public.top_posts: views are not carried over yet", text, StringComparison.Ordinal);
        Assert.Contains("public.votes: its foreign key is violated by 3 rows (SQLSTATE 23503)", text, StringComparison.Ordinal);
        Assert.Contains("Correct the rows and add the key.", text, StringComparison.Ordinal);
        Assert.Contains("3 tables, 1,236,567 rows, 93.6 MiB in 10 s (123,656 rows/s, 9.4 MiB/s)", text, StringComparison.Ordinal);
        Assert.Contains("Next: Look at the errors above.", text, StringComparison.Ordinal);
        Assert.DoesNotContain('\e', text);
    }

    [Fact]
    public void A_run_whose_ledger_was_not_read_tells_no_numbers()
    {
        var unread = Summaries.Of(Outcome.Stopped) with { IsRead = false, Phases = [], Message = "Stopped.", NextStep = "Resume." };
        var text = Plain(unread);

        Assert.False(ReportDocument.Of(unread).NumbersKnown);
        Assert.Matches(@"(?m)^ended after 10 s\nStopped\.\nNext: Resume\.$", text);
        Assert.DoesNotMatch(@"\d rows|\d tables", text);
    }

    [Fact]
    public void A_run_that_went_on_with_a_migration_claims_no_rate_for_the_rows_of_others()
    {
        var summary = Summaries.Of(Outcome.Succeeded, Summaries.Table("posts", rows: 1_000_000)) with { BeganBefore = true, Seconds = 2 };

        Assert.Contains("1 table, 1,000,000 rows, 48.8 KiB; this run took 2.0 s\n", Plain(summary), StringComparison.Ordinal);
        Assert.Equal((0, 0), (ReportDocument.Of(summary).Totals.RowsPerSecond, ReportDocument.Of(summary).Totals.BytesPerSecond));
        Assert.Contains(("Rows", "1,000,000"), ReportSelection.Facts(ReportDocument.Of(summary)));
    }

    [Fact]
    public void A_comparison_shows_nothing_of_copies()
    {
        var text = Plain(Summaries.Of(Outcome.Succeeded, Summaries.Table("posts") with { Validated = true }) with { IsComparison = true });

        Assert.StartsWith("Comparison", text, StringComparison.Ordinal);
        Assert.Matches("(?m)^Table +Rows +Result *$", text);
        Assert.DoesNotContain("Phase", text, StringComparison.Ordinal);
        Assert.Matches(@"(?m)^1 table, [\d,]+ rows in \S+ \S+$", text);
    }

    [Fact]
    public void A_table_that_was_counted_only_is_told_with_the_command_that_names_its_rows()
    {
        var counted = Summaries.Table("o'odd, one", validated: false);

        Assert.Contains(
            "\n    only its rows were counted; to name those that differ, run actormigrate validate --validate full "
                + "--include-tables 'public.o?odd??one'",
            Plain(Summaries.Of(Outcome.ValidationFailed, counted)), StringComparison.Ordinal);
        Assert.DoesNotContain(
            "only its rows were counted", Plain(Summaries.Of(Outcome.ValidationFailed, counted with { Checksummed = true })),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Where_several_nodes_took_part_each_is_shown_with_its_share()
    {
        var one = new NodeResult("db1", Coordinates: true, Removed: false, 12, 3000, 3_000_000);
        var summary = Summaries.Of(Outcome.Succeeded, Summaries.Table("a")) with
        {
            Nodes = [one, new NodeResult("db2", false, false, 4, 1000, 1_000_000), new NodeResult("db3", false, Removed: true, 0, 0, 0)],
        };

        var text = Plain(summary);

        Assert.Matches("(?m)^ *db1 +12 +3,000 +2\\.9 MiB +75 % +coordinates *$", text);
        Assert.Matches("(?m)^ *db2 +4 +1,000 +977 KiB +25 % *$", text);
        Assert.Matches("(?m)^ *db3 +0 +0 +0 B +0 % +removed *$", text);
        Assert.DoesNotContain("db1", Plain(summary with { Nodes = [one] }), StringComparison.Ordinal);
    }

    [Fact]
    public void An_error_of_a_finding_is_not_repeated_and_one_cause_is_shown_once_with_all_names()
    {
        var summary = Summaries.Of(
            Outcome.FinishedWithFailures, Summaries.Table("a", error: "index public.a: x: 42501 denied"),
            Summaries.Table("b", error: "trigger t on public.b: not begun"),
            Summaries.Table("c", error: "index public.c: 23505 doubled")) with
        {
            Findings = [new Finding("index public.a: x", "denied", "42501", "Grant it.")
                { Objects = ["index public.a: x", "index public.z"], Skipped = ["trigger t on public.b"] }],
        };

        var text = Plain(summary);

        Assert.Equal(2, text.Split("denied").Length);
        Assert.Contains("2 objects, the first of them index public.a: x: denied (SQLSTATE 42501)", text, StringComparison.Ordinal);
        Assert.Contains("all of them: index public.a: x, index public.z", text, StringComparison.Ordinal);
        Assert.Contains("skipped with it: trigger t on public.b", text, StringComparison.Ordinal);
        Assert.Contains("public.a, public.b: the findings below say why", text, StringComparison.Ordinal);
        Assert.Contains("public.c: index public.c: 23505 doubled", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Large_objects_are_no_table()
    {
        var largeObjects = Summaries.Table("pg_largeobject", rows: 7, bytes: 0) with
            { Source = QualifiedName.LargeObjects, Target = QualifiedName.LargeObjects };
        var summary = Summaries.Of(Outcome.Succeeded, Summaries.Table("t"), largeObjects);

        Assert.Contains("1 table, 1,000 rows, 7 large objects, 48.8 KiB", Plain(summary), StringComparison.Ordinal);
        var totals = ReportDocument.Of(summary).Totals;
        Assert.Equal((1, 7, 1000), (totals.Tables, totals.LargeObjects, totals.Rows));
    }

    [Fact]
    public void Objects_that_lack_a_role_are_told_with_what_gives_them_one_and_once()
    {
        var summary = Summaries.Of(Outcome.FinishedWithFailures, Summaries.Table("t")) with
        {
            NotMigrated = [.. new[] { "owner", "privileges" }.Select(
                kind => new NotMigrated(kind, "table public.t", "The target has no role librarian."))],
        };

        Assert.Single(Plain(summary).Split('\n'), line => line.Contains("--roles", StringComparison.Ordinal));
    }

    [Fact]
    public void The_verdict_comes_last() =>
        Assert.EndsWith("Everything was migrated and validated.\n", Plain(Summaries.Of(Outcome.Succeeded, Summaries.Table("t")))
            .ReplaceLineEndings("\n"), StringComparison.Ordinal);

    [Fact]
    public void A_table_that_a_stop_left_undone_is_not_called_failed()
    {
        var table = Summaries.Table("t", rows: 0) with { Success = false, Validated = null };

        Assert.Matches("(?m)^ *public\\.t .* unfinished *$", Plain(Summaries.Of(Outcome.Stopped, table)));
    }

    [Fact]
    public void A_renamed_schema_shows_both_names()
    {
        var table = Summaries.Table("t") with { Target = new QualifiedName("copy", "t") };

        Assert.Contains("public.t → copy.t", Plain(Summaries.Of(Outcome.Succeeded, table)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(40)]
    [InlineData(80)]
    [InlineData(200)]
    public void On_a_terminal_no_line_is_wider_than_it(int width)
    {
        var text = OnTerminal(Summaries.Mixed(), width);

        Assert.All(text.Split('\n'), line => Assert.True(line.TrimEnd().Length <= width, line));
        Assert.Contains("╭", text, StringComparison.Ordinal);
    }

    [Fact]
    public void On_a_narrow_terminal_the_less_important_columns_go_before_names_are_broken()
    {
        var summary = Summaries.Of(Outcome.Succeeded, Summaries.Table("a_table_with_quite_some_name"));

        Assert.Contains("Partitions", OnTerminal(summary, 120), StringComparison.Ordinal);
        var narrow = OnTerminal(summary, 84);
        Assert.DoesNotContain("Partitions", narrow, StringComparison.Ordinal);
        Assert.Contains("public.a_table_with_quite_some_name", narrow, StringComparison.Ordinal);
        Assert.Contains("counted", OnTerminal(summary, 64), StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_of_wide_characters_takes_the_place_of_the_less_important_columns()
    {
        var text = OnTerminal(Summaries.Of(Outcome.Succeeded, Summaries.Table("注文明細と在庫の履歴テーブル")), 84);

        Assert.Contains("public.注文明細と在庫の履歴テーブル", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Partitions", text, StringComparison.Ordinal);
        Assert.All(text.Split('\n'), line => Assert.True(TerminalColumns.Of(line.TrimEnd()) <= 84, line));
    }

    [Fact]
    public void Of_thousands_of_tables_it_shows_those_with_errors_and_the_largest_and_says_so()
    {
        var tables = Enumerable.Range(0, 5000)
            .Select(i => Summaries.Table($"t{i:0000}", bytes: i, error: i is 7 or 4000 ? "XX000: broken" : null)).ToArray();

        var text = Plain(Summaries.Of(Outcome.FinishedWithFailures, tables));

        Assert.Matches("(?m)^ *public\\.t0007 .* failed *$", text);
        Assert.Matches("(?m)^ *public\\.t4999 ", text);
        Assert.DoesNotContain("public.t0100", text, StringComparison.Ordinal);
        Assert.Contains("Shown are 2 with errors and the 20 largest others of 5,000 tables; --report FILE writes all of them.", text,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Of_thousands_that_a_stop_left_undone_it_shows_the_largest_and_calls_none_an_error()
    {
        var tables = Enumerable.Range(0, 5000)
            .Select(i => Summaries.Table($"t{i:0000}", bytes: i, error: i is 7 ? "XX000: broken" : null) with
                { Success = i > 4990, Validated = null }).ToArray();

        var text = Plain(Summaries.Of(Outcome.Stopped, tables));

        Assert.Matches("(?m)^ *public\\.t4999 ", text);
        Assert.Matches("(?m)^ *public\\.t4990 .* unfinished *$", text);
        Assert.DoesNotContain("public.t0100", text, StringComparison.Ordinal);
        Assert.Contains("Shown are 1 with errors and the 20 largest others of 5,000 tables", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Names_and_messages_are_text_and_neither_markup_nor_control()
    {
        var table = Summaries.Table("[red]x[/] [[ \e[2J\n]", error: "bad [bold]value[/] \e]0;title\a") with
            { Target = new QualifiedName("s", "[") };
        var summary = Summaries.Of(Outcome.FinishedWithFailures, table) with
        {
            NotMigrated = [new NotMigrated("view", "v[0]\u202e", "because [link]")],
            Message = "It failed [here].",
        };

        foreach (var text in new[] { Plain(summary), OnTerminal(summary, 200) })
        {
            Assert.Contains("public.[red]x[/] [[ \\u001b[2J\\n]", text, StringComparison.Ordinal);
            Assert.Contains("bad [bold]value[/] \\u001b]0;title\\u0007", text, StringComparison.Ordinal);
            Assert.Contains("v[0]\\u202e", text, StringComparison.Ordinal);
            Assert.DoesNotContain('\e', text);
        }
    }

    [Fact]
    public void Colours_are_used_only_when_asked_for()
    {
        Assert.Contains("\e[", OnTerminal(Summaries.Mixed(), 100, colors: true), StringComparison.Ordinal);
        Assert.DoesNotContain("\e[", OnTerminal(Summaries.Mixed(), 100), StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_without_tables_has_a_summary_too() =>
        Assert.Contains("0 tables, 0 rows", Plain(Summaries.Of(Outcome.Succeeded)), StringComparison.Ordinal);
}
