using ActorMigrate.TestServers;

namespace ActorMigrate.EndToEnd.Tests.Failures;

public sealed class TwoMigrationsTests
{
    [Fact]
    public async Task Two_migrations_into_one_target_at_the_same_moment_are_one()
    {
        await using var source = await TestDatabase.CreateAsync();
        await source.ExecuteAsync(
            "CREATE TABLE item (id int PRIMARY KEY, name text); INSERT INTO item SELECT g, 'item ' || g FROM generate_series(1, 20000) g");
        for (var round = 0; round < 3; round++)
        {
            await using var target = await TestDatabase.CreateAsync();

            var runs = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Cli.MigrateAsync(source, target)));

            Assert.True(runs.Select(run => run.ExitCode).Order()
                .SequenceEqual([0, 2, 2]), string.Join("\n----\n", runs.Select(run => run.Printed)));
            foreach (var refused in runs.Where(run => run.ExitCode == 2))
                refused.ShouldRefuse(2);
            Assert.Equal(await Scene.ContentAsync(source, "item"), await Scene.ContentAsync(target, "item"));
            Assert.False(await target.ScalarAsync<bool>("SELECT to_regnamespace('actormigrate') IS NOT NULL"));
        }
    }
}
