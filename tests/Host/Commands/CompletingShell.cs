using System.Diagnostics;
using System.Text.RegularExpressions;

namespace ActorMigrate.Host.Tests.Commands;

/// <summary>The shells of this machine, which complete a line by a script of the program.</summary>
internal static partial class CompletingShell
{
    /// <summary>The one file in the folder where a line is completed.</summary>
    public const string File = "a_report.json";

    /// <summary>Those of the shells that are installed; bash always is.</summary>
    public static IReadOnlyList<string> Installed { get; } =
    [
        "bash",
        .. new[] { "zsh", "fish", "pwsh" }.Where(shell => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .Any(folder => System.IO.File.Exists(Path.Combine(folder, shell)))),
    ];

    /// <summary>Returns the words that <paramref name="shell"/> offers behind <c>actormigrate</c> and what is typed, in order.</summary>
    public static async Task<string> OfferedAsync(string shell, string script, string typed) =>
        InOrder(await LinesAsync(shell, script, file => ArgumentsOf(shell, file, typed)));

    /// <summary>Returns the words that one PowerShell offers behind <c>actormigrate</c>, in order, by what is typed.</summary>
    public static async Task<IReadOnlyDictionary<string, string>> OfferedByPowerShellAsync(string script, IEnumerable<string> typed)
    {
        var lines = await LinesAsync("pwsh", script, file =>
        [
            "-NoProfile", "-NonInteractive", "-File", Path.Combine(AppContext.BaseDirectory, "Commands", "complete.ps1"), file,
            .. typed.Select(words => "actormigrate " + words),
        ]);
        return lines.Select(line => line.Split('\t')).GroupBy(parts => parts[0]["actormigrate ".Length..])
            .ToDictionary(line => line.Key, line => InOrder(line.Select(parts => JoinedFlag().Replace(parts[1], ""))));
    }

    private static string InOrder(IEnumerable<string> words) =>
        string.Join(' ', words.Where(word => word.Length > 0).Order(StringComparer.Ordinal));

    private static async Task<IEnumerable<string>> LinesAsync(string shell, string script, Func<string, string[]> arguments)
    {
        var folder = Directory.CreateTempSubdirectory();
        var file = Path.GetTempFileName();
        try
        {
            await System.IO.File.WriteAllTextAsync(file, script);
            await System.IO.File.WriteAllTextAsync(Path.Combine(folder.FullName, File), "{}");
            return await RunAsync(shell, arguments(file), folder.FullName);
        }
        finally
        {
            folder.Delete(recursive: true);
            System.IO.File.Delete(file);
        }
    }

    private static string[] ArgumentsOf(string shell, string file, string typed) => shell switch
    {
        "bash" => ["--norc", "-c", """
            source "$1"; shift; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _actormigrate 2> /dev/null; printf '%s\n' "${COMPREPLY[@]}"
            """, "bash", file, "actormigrate", .. WordsOfBash(typed)],
        "zsh" => ["-f", Path.Combine(AppContext.BaseDirectory, "Commands", "complete.zsh"), file, "actormigrate " + typed],
        _ => ["--no-config", "-c", "source $argv[1]; complete -C $argv[2]", file, "actormigrate " + typed],
    };

    // Readline takes an equals sign for a word.
    private static string[] WordsOfBash(string typed) => typed.Replace("=", typed.EndsWith('=') ? " =" : " = ").Split(' ');

    private static async Task<IEnumerable<string>> RunAsync(string shell, string[] arguments, string folder)
    {
        using var process =
            Process.Start(new ProcessStartInfo(shell, arguments) { RedirectStandardOutput = true, WorkingDirectory = folder })!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.Equal(0, process.ExitCode);
        var lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        // fish tells a tabulator and the description behind each word, and repeats the flag before a value.
        return shell == "fish" ? lines.Select(line => JoinedFlag().Replace(line.Split('\t')[0], "")) : lines;
    }

    [GeneratedRegex("^--[a-z-]+=")]
    private static partial Regex JoinedFlag();
}
