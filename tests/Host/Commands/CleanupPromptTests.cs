using ActorMigrate.Control.Nodes;
using ActorMigrate.Coordinator.Cleaning;
using ActorMigrate.Host.Commands;
using ActorMigrate.Host.Settings;
using ActorMigrate.Migration;

namespace ActorMigrate.Host.Tests.Commands;

public class CleanupPromptTests
{
    [Theory]
    [InlineData("yes\n", 0, 1)]
    [InlineData("  yes  \n", 0, 1)]
    [InlineData("y\n", 2, 0)]
    [InlineData("no\n", 2, 0)]
    [InlineData("", 2, 0)]
    [InlineData(null, 2, 0)]
    public async Task Traces_are_shown_and_removed_only_after_a_yes(string? answer, int exitCode, int removed)
    {
        var cleaner = new Cleaner();
        using var cli = new Cli { Answer = answer, Cleaner = cleaner };

        Assert.Equal(exitCode, await cli.RunAsync("cleanup", "--target", "host=h dbname=b"));

        Assert.Equal(removed, cleaner.Removed);
        Assert.Contains("in phase transfer data", cli.Out, StringComparison.Ordinal);
        Assert.Equal(answer is not null, cli.Error.Contains("Remove all of this? Type yes: ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Nobody_is_asked_with_yes_and_nothing_is_removed_while_nodes_live()
    {
        var cleaner = new Cleaner();
        using var cli = new Cli { Cleaner = cleaner };
        Assert.Equal(0, await cli.RunAsync("cleanup", "--target", "host=h dbname=b", "--yes"));
        Assert.Equal(1, cleaner.Removed);

        cleaner.Living = ["node-1"];
        Assert.Equal(2, await cli.RunAsync("cleanup", "--target", "host=h dbname=b", "--yes"));
        Assert.Equal(1, cleaner.Removed);
        Assert.Contains("node-1", cli.Error, StringComparison.Ordinal);
        Assert.Equal(0, await cli.RunAsync("cleanup", "--target", "host=h dbname=b", "--yes", "--force"));
        Assert.Equal(2, cleaner.Removed);
    }

    private sealed class Cleaner : ICleaner
    {
        public int Removed { get; private set; }

        public IReadOnlyList<string> Living { get; set; } = [];

        public Task<Leftovers?> FindAsync(RunSettings settings, CancellationToken cancellationToken) => Task.FromResult<Leftovers?>(
            new Leftovers(new LedgerLeftovers(new MigrationId(Guid.Empty), "today", "TransferData", null, [], Living, []), [], null));

        public Task<int> RemoveAsync(RunSettings settings, Leftovers leftovers, CancellationToken cancellationToken)
        {
            Removed++;
            return Task.FromResult(0);
        }
    }
}
