namespace ActorMigrate.EndToEnd.Tests.Owners;

public sealed class PlatformTests
{
    private const string Platform = """
        CREATE SCHEMA auth; CREATE TABLE auth.users (id int PRIMARY KEY, e text); INSERT INTO auth.users SELECT g, 'e' FROM generate_series(1, 5) g;
        CREATE FUNCTION auth.uid() RETURNS int LANGUAGE sql STABLE AS '{0}'; CREATE TYPE auth.lvl AS ENUM ('a'); CREATE DOMAIN auth.short AS varchar(9);
        GRANT USAGE ON SCHEMA auth TO <owner>; GRANT REFERENCES, SELECT ON auth.users TO <owner>; GRANT EXECUTE ON FUNCTION auth.uid() TO <owner>;
        ALTER TABLE auth.users ENABLE ROW LEVEL SECURITY;
        """;

    [Theory]
    [InlineData("SELECT 1")]
    [InlineData("SELECT 2")]
    public async Task A_schema_that_builds_on_what_a_platform_brings_arrives_beside_the_targets_own(string body)
    {
        await using var scene = await RoleScene.SetAsync(("owner", ""));
        await scene.ExecuteAsync(scene.Source, Platform.Replace("{0}", "SELECT 1", StringComparison.Ordinal));
        await scene.ExecuteAsync(scene.Target, Platform.Replace("{0}", body, StringComparison.Ordinal));
        await scene.ExecuteAsync(scene.Source, """
            CREATE TABLE profiles (id int PRIMARY KEY REFERENCES auth.users ON DELETE CASCADE, v text, l auth.lvl DEFAULT 'a', s auth.short);
            INSERT INTO profiles SELECT g, 'p' FROM generate_series(1, 5) g; ALTER TABLE profiles ENABLE ROW LEVEL SECURITY; CREATE POLICY own ON profiles USING (auth.uid() = id);
            CREATE VIEW v AS SELECT auth.uid() AS u, id FROM profiles; CREATE VIEW joined AS SELECT u.e FROM profiles p JOIN auth.users u USING (id);
            CREATE FUNCTION h() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS 'BEGIN INSERT INTO public.profiles VALUES (new.id); RETURN new; END';
            CREATE POLICY others ON profiles FOR SELECT USING (EXISTS (SELECT FROM auth.users u WHERE u.id = profiles.id));
            """, "owner");
        await scene.ExecuteAsync(
            scene.Source, "CREATE TRIGGER on_user AFTER INSERT ON auth.users FOR EACH ROW EXECUTE FUNCTION public.h()");
        await scene.MigrateAsync("owner", 0, "--source-schema", "public");
        await scene.ShouldDumpAlikeAsync("-n", "public");
        Assert.Equal(body, await scene.TargetAsync("SELECT prosrc FROM pg_proc WHERE oid = 'auth.uid()'::regprocedure"));
    }

    [Fact]
    public async Task A_key_to_a_table_that_neither_side_of_the_migration_has_is_left_out_by_name()
    {
        await using var scene = await RoleScene.SetAsync(("owner", ""));
        await scene.ExecuteAsync(
            scene.Source,
            "CREATE SCHEMA other; CREATE TABLE other.t (id int PRIMARY KEY); CREATE TABLE c (id int REFERENCES other.t); CREATE "
                + "VIEW v AS SELECT * FROM other.t", "owner");
        var run = await scene.MigrateAsync("owner", 3, "--source-schema", "public");
        Assert.Contains("c_id_fkey", run.Printed, StringComparison.Ordinal);
        Assert.Contains("view public.v", run.Printed, StringComparison.Ordinal);
    }
}
