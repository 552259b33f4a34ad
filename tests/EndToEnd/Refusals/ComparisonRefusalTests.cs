using ActorMigrate.EndToEnd.Tests.Owners;

namespace ActorMigrate.EndToEnd.Tests.Refusals;

/// <summary>Databases that <c>validate</c> cannot compare are refused before any row is read, with one message for everything.</summary>
public sealed class ComparisonRefusalTests
{
    private const string Tables = """
        CREATE SCHEMA closed; CREATE TABLE closed.vault (id int); CREATE TABLE seen (id int PRIMARY KEY); CREATE TABLE hidden (id int);
        INSERT INTO seen VALUES (1); INSERT INTO hidden VALUES (1); SELECT lo_from_bytea(99001, 'one');
        """;

    [Fact]
    public async Task Source_and_target_are_the_same_database()
    {
        await using var scene = await SetAsync();
        (await ValidateAsync(scene.Source.Uri, scene.Source.Uri)).ShouldRefuse(2, "Source and target are the same database");
    }

    [Fact]
    public async Task A_target_without_any_of_the_tables()
    {
        await using var scene = await RoleScene.SetAsync();
        await scene.ExecuteAsync(scene.Source, Tables);
        (await ValidateAsync(scene.Source.Uri, scene.Target.Uri)).ShouldRefuse(
            2, $"The target database {scene.Target.Name} has none of the tables to compare", "public.seen", "--target-schema");
    }

    [Fact]
    public async Task Roles_that_may_not_read_everything_on_either_side()
    {
        await using var scene = await SetAsync();
        await scene.ExecuteAsync(scene.Target, "ALTER TABLE hidden ENABLE ROW LEVEL SECURITY; GRANT SELECT ON hidden TO <reader>");
        (await ValidateAsync(scene.UriOf(scene.Source, "reader"), scene.UriOf(scene.Target, "reader"))).ShouldRefuse(
            2, scene.Named("The source's role <reader> cannot read every table in full: closed.vault (no USAGE on its schema)"),
            scene.Named("The source's role <reader> may not read 1 large object: 99001"),
            scene.Named("The target's role <reader> cannot read every table in full: closed.vault (no USAGE on its schema); public.hidden "
                + "(row security hides rows of it)"),
            "GRANT USAGE ON SCHEMA \"closed\" TO", "GRANT SELECT ON \"public\".\"seen\" TO", "BYPASSRLS");
    }

    [Fact]
    public async Task A_target_that_takes_no_writes_is_compared_and_not_repaired()
    {
        await using var scene = await SetAsync();
        await scene.Target.Server.ExecuteAsync($"ALTER DATABASE \"{scene.Target.Name}\" SET default_transaction_read_only = on");
        var repaired = await ValidateAsync(scene.Source.Uri, scene.Target.Uri, "--validate", "full", "--repair");
        repaired.ShouldRefuse(2, "read-only", "default_transaction_read_only");
        var compared = await ValidateAsync(scene.Source.Uri, scene.Target.Uri);
        Assert.True(compared.ExitCode == 0, compared.Printed);
    }

    private static async Task<RoleScene> SetAsync()
    {
        var scene = await RoleScene.SetAsync(("reader", ""));
        await scene.ExecuteAsync(scene.Source, Tables);
        await scene.ExecuteAsync(scene.Target, Tables);
        return scene;
    }

    private static Task<CommandRun> ValidateAsync(string source, string target, params string[] flags) =>
        Cli.RunAsync(["validate", "--source", source, "--target", target, .. flags]);
}
