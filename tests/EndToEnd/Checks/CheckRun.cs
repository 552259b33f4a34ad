using System.Text.Json;
using ActorMigrate.TestServers;

namespace ActorMigrate.EndToEnd.Tests.Checks;

/// <summary>The output of <c>check --json</c>, and its exit code.</summary>
internal sealed class CheckRun
{
    private readonly JsonElement document;

    private CheckRun(CommandRun run)
    {
        run.ShouldKeepSecrets();
        (ExitCode, Printed) = (run.ExitCode, run.Printed);
        document = JsonDocument.Parse(run.Out).RootElement;
    }

    public int ExitCode { get; }

    /// <summary>The whole output, as text.</summary>
    public string Printed { get; }

    /// <summary>The names of all checks, in order.</summary>
    public IReadOnlyList<string> Names => [.. Checks.Select(check => check.GetProperty("name").GetString()!)];

    private IEnumerable<JsonElement> Checks => document.GetProperty("checks").EnumerateArray();

    /// <summary>Checks a migration between two databases with further arguments.</summary>
    public static Task<CheckRun> OfAsync(TestDatabase source, TestDatabase target, params string[] arguments) =>
        OfAsync(source.Noted().Uri, target.Noted().Uri, arguments);

    /// <summary>Checks a migration between two connection texts with further arguments.</summary>
    public static async Task<CheckRun> OfAsync(string source, string target, params string[] arguments) =>
        new(await Cli.RunAsync(["check", "--json", "--source", source, "--target", target, .. arguments]));

    /// <summary>The check has this level and, unless it passed, a finding whose cause and remedy
    /// hold all of <paramref name="words"/>.</summary>
    public void ShouldSay(string name, string level, params string[] words)
    {
        var check = Checks.Single(check => check.GetProperty("name").GetString() == name);
        Assert.True(check.GetProperty("level").GetString() == level, $"{name} is not {level}:\n{Printed}");
        var findings = check.GetProperty("findings").EnumerateArray()
            .Select(finding => $"{finding.GetProperty("cause")} {finding.GetProperty("remedy")}").ToList();
        Assert.True(words.Length == 0 || findings.Exists(finding => words.All(word => finding.Contains(word, StringComparison.Ordinal))),
            $"{name} does not say {string.Join(", ", words)}:\n{Printed}");
        Assert.True(ExitCode == (Checks.Any(any => any.GetProperty("level").GetString() == "fail") ? 2 : 0), Printed);
    }

    /// <summary>All checks passed but for <paramref name="warned"/>, which only warn.</summary>
    public void ShouldPass(params string[] warned)
    {
        Assert.True(ExitCode == 0, Printed);
        var others = Checks.Where(check => check.GetProperty("level").GetString() != "pass")
            .Select(check => check.GetProperty("name").GetString()!);
        Assert.True(!others.Except(warned).Any(), Printed);
    }
}
