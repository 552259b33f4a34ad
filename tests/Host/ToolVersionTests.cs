using ActorMigrate.Host.Commands;

namespace ActorMigrate.Host.Tests;

public class ToolVersionTests
{
    private const string Commit = "d089f833ddc867007a0d56691d48eb6c8406b7d6";

    [Theory]
    [InlineData("0.1.0", "0.1.0", null, false, "actormigrate 0.1.0")]
    [InlineData("0.1.0+" + Commit, "0.1.0", Commit, false, "actormigrate 0.1.0, commit d089f833ddc8")]
    [InlineData("0.2.0-rc.1+" + Commit + ".modified", "0.2.0-rc.1", Commit, true, "actormigrate 0.2.0-rc.1, commit d089f833ddc8, modified")]
    public void The_informational_version_holds_number_and_commit(
        string informational, string number, string? commit, bool isModified, string line)
    {
        var version = ToolVersion.Parse(informational);

        Assert.Equal(new ToolVersion(number, commit, isModified), version);
        Assert.Equal(line, version.ToString());
    }

    [Fact]
    public void The_command_tells_where_the_program_comes_from()
    {
        var words = VersionCommand.Words(ToolVersion.Parse($"0.1.0+{Commit}.modified"), "one file for linux-x64");

        Assert.Contains($"commit   {Commit}, and changes that were not committed\n", words, StringComparison.Ordinal);
        Assert.Contains("package  one file for linux-x64\n", words, StringComparison.Ordinal);
        Assert.Contains("runtime  .NET 10.", words, StringComparison.Ordinal);
    }

    [Fact]
    public void A_build_outside_of_git_says_that_its_commit_is_unknown()
    {
        var words = VersionCommand.Words(ToolVersion.Parse("0.1.0"), package: null);

        Assert.Contains("commit   unknown", words, StringComparison.Ordinal);
        Assert.Contains("package  none", words, StringComparison.Ordinal);
    }
}
