using ActorMigrate.TestServers;

namespace ActorMigrate.EndToEnd.Tests.Refusals;

public sealed class PrivilegeRefusalTests
{
    [Fact]
    public async Task A_table_that_the_role_may_not_read()
    {
        await using var source = await TestDatabase.CreateAsync();
        await using var target = await TestDatabase.CreateAsync();
        await source.ExecuteAsync("CREATE TABLE seen (id int); CREATE TABLE \"Hidden One\" (id int)");
        await RefuseAsync(source, target, "GRANT SELECT ON seen TO {0}", "public.Hidden One", "no SELECT",
            "GRANT SELECT ON \"public\".\"Hidden One\" TO");
    }

    [Fact]
    public async Task A_table_in_a_schema_that_the_role_may_not_use()
    {
        await using var source = await TestDatabase.CreateAsync();
        await using var target = await TestDatabase.CreateAsync();
        await source.ExecuteAsync("CREATE SCHEMA closed; CREATE TABLE closed.vault (id int)");
        await RefuseAsync(
            source, target, "GRANT SELECT ON closed.vault TO {0}", "closed.vault", "no USAGE", "GRANT USAGE ON SCHEMA \"closed\" TO");
    }

    [Fact]
    public async Task Row_security_that_hides_rows()
    {
        await using var source = await TestDatabase.CreateAsync();
        await using var target = await TestDatabase.CreateAsync();
        await source.ExecuteAsync("""
            CREATE TABLE secured (id int, owner name);
            ALTER TABLE secured ENABLE ROW LEVEL SECURITY;
            CREATE POLICY own ON secured USING (owner = current_user);
            INSERT INTO secured VALUES (1, 'someone');
            """);
        await RefuseAsync(source, target, "GRANT SELECT ON secured TO {0}", "public.secured", "row security", "BYPASSRLS");
    }

    [Fact]
    public async Task A_sequence_that_the_role_may_not_read()
    {
        await using var source = await TestDatabase.CreateAsync();
        await using var target = await TestDatabase.CreateAsync();
        await source.ExecuteAsync("CREATE TABLE seen (id int); CREATE SEQUENCE counter");
        await RefuseAsync(source, target, "GRANT SELECT ON seen TO {0}", "counter", "42501", "Grant");
    }

    [Fact]
    public async Task A_target_database_in_which_the_role_may_not_create_schemas()
    {
        await using var source = await TestDatabase.CreateAsync();
        await using var target = await TestDatabase.CreateAsync();
        await source.ExecuteAsync("CREATE TABLE seen (id int)");
        await using var role = await TestRole.CreateAsync(target);
        var noted = await Untouched.NoteAsync(target);

        var run = await Cli.MigrateAsync(source.Noted().Uri, role.UriOf(target));

        run.ShouldRefuse(2, role.Name, target.Name, "GRANT CREATE ON DATABASE");
        await noted.ShouldHoldAsync();
    }

    private static async Task RefuseAsync(TestDatabase source, TestDatabase target, string grant, params string[] words)
    {
        await using var role = await TestRole.CreateAsync(source);
        await source.ExecuteAsync(grant.Replace("{0}", role.Name, StringComparison.Ordinal));
        var noted = await Untouched.NoteAsync(target);

        var run = await Cli.MigrateAsync(role.UriOf(source), target.Noted().Uri);

        run.ShouldRefuse(2, words);
        await noted.ShouldHoldAsync();
        await source.ExecuteAsync($"DROP OWNED BY {role.Name}");
    }
}
