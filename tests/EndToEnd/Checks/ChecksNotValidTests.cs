namespace ActorMigrate.EndToEnd.Tests.Checks;

public sealed class ChecksNotValidTests
{
    private const string Definitions = """
        CREATE TABLE t (id int); CREATE DOMAIN d AS int; CREATE TABLE u (d d); CREATE TABLE valid (id int CHECK (id > 0));
        """;

    private const string Checks = """
        ALTER TABLE t ADD CONSTRAINT positive CHECK (id > 0) NOT VALID; ALTER DOMAIN d ADD CONSTRAINT "of domain" CHECK (value > 0) NOT VALID;
        """;

    [Fact]
    public async Task Checks_that_rows_may_break_are_named_where_rows_alone_are_copied()
    {
        await using var pair = await Pair.OfAsync($"{Definitions} INSERT INTO t VALUES (-1); INSERT INTO u VALUES (-1); {Checks}");
        (await CheckRun.OfAsync(pair.Source, pair.Target)).ShouldSay("definitions", "pass");
        await pair.Target.ExecuteAsync(Definitions + Checks);
        (await CheckRun.OfAsync(pair.Source, pair.Target, "--data-only"))
            .ShouldSay("definitions", "warn", "positive on public.t", "of domain on domain public.d", "NOT VALID");

        await pair.Target.ExecuteAsync("ALTER TABLE t DROP CONSTRAINT positive; ALTER DOMAIN d DROP CONSTRAINT \"of domain\"");
        var run = await Cli.MigrateAsync(pair.Source, pair.Target, "--data-only");
        Assert.True(run.ExitCode == 0, run.Printed);
        await pair.Target.ExecuteAsync(Checks);
        await pair.AssertSameDumpAsync();
        await pair.AssertSameRowsAsync();
    }
}
