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
        .. new[] { "zsh", "fish" }.Where(shell => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .Any(folder => System.IO.File.Exists(Path.Combine(folder, shell)))),
    ];

    /// <summary>Returns the words that <paramref name="shell"/> offers behind <c>actormigrate</c> and what is typed, in order.</summary>
    public static async Task<string> OfferedAsync(string shell, string script, string typed)
    {
        var folder = Directory.CreateTempSubdirectory();
        var file = Path.GetTempFileName();
        try
        {
            await System.IO.File.WriteAllTextAsync(file, script);
            await System.IO.File.WriteAllTextAsync(Path.Combine(folder.FullName, File), "{}");
            var lines = await RunAsync(shell, ArgumentsOf(shell, file, typed), folder.FullName);
            return string.Join(' ', lines.Order(StringComparer.Ordinal));
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
        // fish tells a tabulator and the description behind each word, and repeats the flag before a value.
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JoinedFlag().Replace(line.Split('\t')[0], ""));
    }

    [GeneratedRegex("^--[a-z-]+=")]
    private static partial Regex JoinedFlag();
}
