using ActorMigrate.Coordinator.Preflight;
using ActorMigrate.Host.Inspection;

namespace ActorMigrate.Host.Tests.Inspection;

public class CheckViewTests
{
    [Fact]
    public void Lines_keep_within_a_narrow_terminal_and_go_on_below_their_words()
    {
        var lines = Write(width: 60, colors: false).Split('\n');

        Assert.All(lines.Skip(4), line => Assert.InRange(line.Length, 0, 59));
        var first = Array.FindIndex(lines, line => line.StartsWith("rights    fail  The role", StringComparison.Ordinal));
        Assert.StartsWith("                ", lines[first + 1], StringComparison.Ordinal);
    }

    [Fact]
    public void Where_nobody_sees_columns_each_cause_and_each_remedy_is_one_line()
    {
        var lines = Write(width: null, colors: false).Split('\n');

        Assert.Contains($"rights    fail  {Cause}", lines);
        Assert.Contains($"                {Remedy}", lines);
        Assert.Contains("versions  pass", lines);
        Assert.Contains("later     –", lines);
    }

    [Fact]
    public void Colours_are_for_failures_and_warnings_alone()
    {
        var text = Write(width: 200, colors: true);

        Assert.Contains("rights    \e[31mfail\e[0m  The role", text, StringComparison.Ordinal);
        Assert.Contains("versions  pass\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain("\e[", Write(width: 200, colors: false), StringComparison.Ordinal);
    }

    private const string Cause = "The role reader may not read the tables shop.purchase and shop.customer, which are to be copied.";
    private const string Remedy = "GRANT SELECT ON ALL TABLES IN SCHEMA shop TO reader";

    private static string Write(int? width, bool colors)
    {
        using var output = new StringWriter { NewLine = "\n" };
        var report = new CheckReport(
            "old.example.com:5432/shop", "new.example.com:5432/shop",
            [
                new CheckResult("versions", CheckLevel.Pass, []),
                new CheckResult("rights", CheckLevel.Fail, [new CheckFinding(CheckLevel.Fail, "shop.purchase", Cause, Remedy)]),
                new CheckResult("later", CheckLevel.NotChecked, []),
            ]);
        CheckView.Write(report, output, width, colors);
        return output.ToString();
    }
}
