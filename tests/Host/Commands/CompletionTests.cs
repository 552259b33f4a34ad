using System.Diagnostics;
using ActorMigrate.Host.Commands;

namespace ActorMigrate.Host.Tests.Commands;

public sealed class CompletionTests : IDisposable
{
    private readonly Cli _cli = new();

    public void Dispose() => _cli.Dispose();

    [Theory]
    [InlineData("mi", "migrate")]
    [InlineData("migrate --part", "--partition-by --partition-threshold")]
    [InlineData("migrate --validate ch", "checksums")]
    [InlineData("drain --n", "--node")]
    [InlineData("completion z", "zsh")]
    [InlineData("report --", "--from --to --help")]
    public async Task Bash_completes_commands_flags_and_values(string typed, string offered)
    {
        Assert.Equal(0, await _cli.RunAsync("completion", "bash"));
        var words = typed.Split(' ');
        var call =
            $"COMP_WORDS=(actormigrate {string.Join(' ', words.Select(word => $"'{word}'"))}); COMP_CWORD={words.Length}; "
                + $"_actormigrate; echo \"${{COMPREPLY[*]}}\"";

        Assert.Equal(offered, await BashAsync($"{_cli.Out}\n{call}"));
    }

    [Theory]
    [InlineData("zsh", "drain) compadd -- --node --target")]
    [InlineData("fish", "complete -c actormigrate -n '__fish_seen_subcommand_from migrate' -l validate -x -a 'counts checksums full'")]
    [InlineData("pwsh", "'migrate --validate' = 'counts checksums full'")]
    public async Task Each_shell_gets_every_command_and_the_values_of_flags(string shell, string part)
    {
        Assert.Equal(0, await _cli.RunAsync("completion", shell));

        Assert.Contains(part, _cli.Out, StringComparison.Ordinal);
        foreach (var command in new CommandLine(null!, null!).Root().Subcommands)
            Assert.Contains(command.Name, _cli.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData]
    [InlineData("tcsh")]
    public async Task A_shell_that_is_missing_or_unknown_is_bad_usage(params string[] shell)
    {
        Assert.Equal(1, await _cli.RunAsync(["completion", .. shell]));
        Assert.Contains("bash, zsh, fish, pwsh", _cli.Error, StringComparison.Ordinal);
    }

    private static async Task<string> BashAsync(string script)
    {
        using var bash =
            Process.Start(new ProcessStartInfo("bash", ["--norc", "-s"]) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
        await bash.StandardInput.WriteAsync(script + "\n");
        bash.StandardInput.Close();
        var output = await bash.StandardOutput.ReadToEndAsync();
        await bash.WaitForExitAsync();
        return output.TrimEnd();
    }
}
