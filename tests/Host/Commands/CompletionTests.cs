using ActorMigrate.Host.Commands;

namespace ActorMigrate.Host.Tests.Commands;

public sealed class CompletionTests : IDisposable
{
    private readonly Cli _cli = new();

    public void Dispose() => _cli.Dispose();

    private static readonly (string Typed, string Offered)[] Cases =
    [
        ("mi", "migrate"),
        ("--v", "--version"),
        ("help dr", "drain"),
        ("migrate --part", "--partition-by --partition-threshold"),
        ("migrate --validate ch", "checksums"),
        ("migrate --validate=ch", "checksums"),
        ("migrate --validate=", "checksums counts full"),
        ("migrate --source-schema ", ""),
        ("migrate --source-schema plan --gr", ""),
        ("migrate --dashboard --dashboard-c", "--dashboard-certificate-file --dashboard-control"),
        ("drain --n", "--node"),
        ("completion z", "zsh"),
        ("report --", "--from --help --to"),
        ("report --from ", CompletingShell.File),
        ("report --from=a", CompletingShell.File),
    ];

    // PowerShell takes a second to start, so one answers all.
    private static readonly Lazy<Task<IReadOnlyDictionary<string, string>>> ByPowerShell = new(async () =>
    {
        using var cli = new Cli();
        Assert.Equal(0, await cli.RunAsync("completion", "pwsh"));
        return await CompletingShell.OfferedByPowerShellAsync(cli.Out, Cases.Select(one => one.Typed));
    });

    public static TheoryData<string, string, string> InShells
    {
        get
        {
            var cases = new TheoryData<string, string, string>();
            foreach (var shell in CompletingShell.Installed)
            {
                foreach (var (typed, offered) in Cases)
                    cases.Add(shell, typed, offered);
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(InShells))]
    public async Task A_shell_completes_commands_flags_values_and_files(string shell, string typed, string offered)
    {
        if (shell == "pwsh")
        {
            Assert.Equal(offered, (await ByPowerShell.Value)[typed]);
            return;
        }

        Assert.Equal(0, await _cli.RunAsync("completion", shell));
        Assert.Equal(offered, await CompletingShell.OfferedAsync(shell, _cli.Out, typed));
    }

    [Theory]
    [InlineData("bash", "report --from'|'report --to') local IFS")]
    [InlineData("zsh", "drain) compadd -- --node --target")]
    [InlineData("zsh", "report --from'|'report --to') _files")]
    [InlineData("fish", "complete -c actormigrate -n '__fish_actormigrate_is migrate' -l validate -x -a 'counts checksums full'")]
    [InlineData("pwsh", "'migrate --validate' = 'counts checksums full'")]
    [InlineData("pwsh", "'report --from' = 'FILE'")]
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
}
