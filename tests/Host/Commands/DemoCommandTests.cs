using ActorMigrate.Host.Demo;
using ActorMigrate.Migration;
using ActorMigrate.Migration.Options;

namespace ActorMigrate.Host.Tests.Commands;

/// <summary>How <c>demo</c> reads its flags, and what it migrates with them.</summary>
public sealed class DemoCommandTests : IDisposable
{
    private readonly Cli _cli = new();

    public void Dispose()
    {
        // Whatever a test does, no password gets out.
        Assert.DoesNotContain("s3cret", _cli.Out + _cli.Error, StringComparison.Ordinal);
        _cli.Dispose();
    }

    [Theory]
    [InlineData("demo --max-partitions 0", "max-partitions is '0'")]
    [InlineData("demo --max-partitions 0 --check", "max-partitions is '0'")]
    [InlineData("demo --nonsense --check", "--nonsense is not a flag of demo")]
    public async Task The_demonstration_refuses_a_wrong_flag_before_it_starts_a_server(string arguments, string expected)
    {
        _cli.Demo = (_, _, _) => throw new InvalidOperationException("a server was started");

        Assert.Equal(1, await _cli.RunAsync(arguments.Split(' ')));
        Assert.Contains(expected, _cli.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_demonstration_only_checks_its_flags_when_it_is_asked_to()
    {
        _cli.Demo = (_, _, _) => throw new InvalidOperationException("a server was started");

        Assert.Equal(0, await _cli.RunAsync("demo", "--scale", "0.5", "--check"));
        Assert.Equal(("", ""), (_cli.Out, _cli.Error));
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(3, true, "--kill")]
    [InlineData(2, true, "--kill", "--nodes", "2")]
    [InlineData(8, false, "--nodes", "8")]
    public async Task The_demonstration_has_so_many_nodes(int nodes, bool kill, params string[] flags)
    {
        DemoSettings? seen = null;
        _cli.Demo = (settings, _, _) =>
        {
            seen = settings;
            return Task.FromResult(Outcome.Succeeded);
        };

        Assert.Equal(0, await _cli.RunAsync(["demo", "--copy-slots", "2", .. flags]));

        Assert.Equal(new DemoSettings(1, Keep: false) { Nodes = nodes, Kill = kill, CopySlots = "2" }, seen);
    }

    [Theory]
    [InlineData("--nodes is 0", "--nodes", "0")]
    [InlineData("--nodes is 9", "--nodes", "9")]
    [InlineData("leaves no worker", "--nodes", "1", "--kill")]
    public async Task Nodes_of_the_demonstration_that_make_no_sense_are_refused(string words, params string[] flags)
    {
        Assert.Equal(1, await _cli.RunAsync(["demo", "--check", .. flags]));
        Assert.Contains(words, _cli.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_demonstration_migrates_what_it_made_and_ignores_the_environment()
    {
        _cli.Environment["ACTORMIGRATE_SOURCE_SCHEMA"] = "other";
        _cli.Demo = async (settings, stage, cancellation) =>
        {
            Assert.Equal(new DemoSettings(0.25, Keep: true), settings);
            stage.Say("starting");
            var migration = new DemoMigration("host=a", "host=b") { NextStep = _ => "see for yourself" };
            var summary = await stage.MigrateAsync(migration, cancellation);
            Assert.Equal("see for yourself", summary.NextStep);
            stage.Print("look at it");
            return summary.Outcome;
        };

        Assert.Equal(0, await _cli.RunAsync("demo", "--scale", "0.25", "--keep", "--partition-by", "ntile"));

        Assert.Equal("host=a", _cli.Settings!.Source.Reveal());
        Assert.Null(_cli.Settings.Options.Scope.SourceSchema);
        Assert.Equal(PartitionBy.Ntile, _cli.Settings.Options.Plan.PartitionBy);
        Assert.StartsWith("starting", _cli.Error, StringComparison.Ordinal);
        Assert.EndsWith("look at it\n", _cli.Out.ReplaceLineEndings("\n"), StringComparison.Ordinal);
    }
}
