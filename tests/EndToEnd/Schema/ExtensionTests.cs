using ActorMigrate.EndToEnd.Tests.Owners;
using ActorMigrate.Migration;
using ActorMigrate.Migration.Failures;
using ActorMigrate.Migration.Options;
using ActorMigrate.Migration.Summary;
using ActorMigrate.TestServers;

namespace ActorMigrate.EndToEnd.Tests.Schema;

/// <summary>On servers of 18, which look for extensions where a test can put them (<c>extension_control_path</c>).</summary>
public sealed class ExtensionTests
{
    private const string Script = """
        CREATE TABLE am_kind (id int PRIMARY KEY, builtin bool NOT NULL DEFAULT false, name text);
        INSERT INTO am_kind VALUES (1, true, 'built in');
        CREATE TABLE am_a_rule (id serial, kind int REFERENCES am_kind, text text, long int GENERATED ALWAYS AS (length(text)) STORED);
        CREATE TABLE am_plain (id int);
        INSERT INTO am_plain VALUES (7);
        CREATE SEQUENCE am_counter;
        SELECT pg_catalog.pg_extension_config_dump('am_kind', 'WHERE NOT builtin');
        SELECT pg_catalog.pg_extension_config_dump('am_a_rule', '');
        SELECT pg_catalog.pg_extension_config_dump('am_a_rule_id_seq', '');
        SELECT pg_catalog.pg_extension_config_dump('am_counter', '');
        """;

    private const string Configured = """
        CREATE SCHEMA "Ext"; CREATE EXTENSION am_conf WITH SCHEMA "Ext" VERSION '1.0';
        INSERT INTO "Ext".am_kind VALUES (2, false, 'user''s'); INSERT INTO "Ext".am_kind VALUES (3, true, 'not the user''s');
        INSERT INTO "Ext".am_a_rule (kind, text) SELECT 1 + i % 2, 'rule ' || i FROM generate_series(1, 100) AS i;
        SELECT setval('"Ext".am_counter', 42);
        CREATE TABLE uses (id int REFERENCES "Ext".am_kind DEFAULT nextval('"Ext".am_counter'));
        """;

    [Fact]
    public async Task Users_rows_of_configuration_tables_arrive_and_nothing_else_of_the_extension()
    {
        await using var pair = await Pair.OfAsync("SELECT 1", 18, 18);
        using var files = new ExtensionFiles("am_conf", Script, "1.0", "2.0");
        await files.OfferAsync(pair.Source);
        await files.OfferAsync(pair.Target);
        await pair.Source.ExecuteAsync(Configured);
        var summary = await pair.MigrateExactlyButForFindingsAsync();
        Assert.Equal((1, 100), (Rows(summary, "am_kind"), Rows(summary, "am_a_rule")));
        Assert.Equal("1:built in, 2:user's",
            await pair.Target.ScalarAsync<string>("SELECT string_agg(id || ':' || name, ', ' ORDER BY id) FROM \"Ext\".am_kind"));
        Assert.Equal((long)100, await pair.Target.ScalarAsync<long>("SELECT count(*) FROM \"Ext\".am_a_rule WHERE long = length(text)"));
        Assert.Equal("7", await pair.Target.ScalarAsync<string>("SELECT string_agg(id::text, ',') FROM \"Ext\".am_plain"));
        Assert.Equal("43 101 1.0", await pair.Target.ScalarAsync<string>(
            "SELECT nextval('\"Ext\".am_counter') || ' ' || nextval('\"Ext\".am_a_rule_id_seq') || ' ' || extversion FROM "
                + "pg_extension WHERE extname = 'am_conf'"));
    }

    [Fact]
    public async Task Another_version_in_the_target_is_a_finding_and_rows_of_an_extension_that_it_has_already_stay()
    {
        await using var pair = await Pair.OfAsync("SELECT 1", 18, 18);
        using var old = new ExtensionFiles("am_conf", Script, "1.0");
        using var later = new ExtensionFiles("am_conf", Script, "2.0");
        await old.OfferAsync(pair.Source);
        await later.OfferAsync(pair.Target);
        await pair.Source.ExecuteAsync("CREATE EXTENSION am_conf; INSERT INTO am_a_rule (text) VALUES ('of the source')");
        var summary = await pair.MigrateAsync();
        Assert.Equal(Outcome.Succeeded, summary.Outcome);
        Assert.Contains("version 1.0 in the source and 2.0 in the target",
            Assert.Single(summary.Findings, finding => finding.Object == "extension am_conf").Message);

        var again = await pair.MigrateAsync();
        Assert.Equal(Outcome.FinishedWithFailures, again.Outcome);
        Assert.Equal(["public.am_a_rule"], again.NotMigrated.Select(left => left.Name));
    }

    [Fact]
    public async Task Only_rows_replace_those_of_configuration_tables_where_that_is_allowed_and_validate_compares_them()
    {
        await using var pair = await Pair.OfAsync("SELECT 1", 18, 18);
        using var files = new ExtensionFiles("am_conf", Script, "1.0");
        await files.OfferAsync(pair.Source);
        await files.OfferAsync(pair.Target);
        await pair.Source.ExecuteAsync(Configured);
        Assert.Equal(
            Outcome.Succeeded, (await pair.MigrateAsync(Migrating.Defaults with { Content = MigrationContent.SchemaOnly })).Outcome);
        var (exit, printed) = await ValidateAsync(pair);
        Assert.Equal(4, exit);
        Assert.Contains("Ext.am_kind", printed);

        Pair.AssertSucceeded(await pair.MigrateAsync(Migrating.Defaults with { Content = MigrationContent.DataOnly }));
        Assert.Equal("1:built in, 2:user's",
            await pair.Target.ScalarAsync<string>("SELECT string_agg(id || ':' || name, ', ' ORDER BY id) FROM \"Ext\".am_kind"));
        Assert.Equal("43 101",
            await pair.Target.ScalarAsync<string>("SELECT nextval('\"Ext\".am_counter') || ' ' || nextval('\"Ext\".am_a_rule_id_seq')"));
        Assert.Equal(0, (await ValidateAsync(pair)).Exit);

        await pair.Target.ExecuteAsync("UPDATE \"Ext\".am_kind SET name = 'changed here' WHERE id = 2; TRUNCATE uses");
        var kept = await pair.MigrateAsync(Migrating.Defaults with { Content = MigrationContent.DataOnly });
        Assert.Equal(Outcome.FinishedWithFailures, kept.Outcome);
        Assert.Equal(["Ext.am_a_rule", "Ext.am_kind"], kept.NotMigrated.Select(left => left.Name).Order(StringComparer.Ordinal));
        Assert.Contains("--truncate-existing-tables", kept.NotMigrated[0].Reason);
        Assert.Equal("changed here", await pair.Target.ScalarAsync<string>("SELECT name FROM \"Ext\".am_kind WHERE id = 2"));

        await pair.Target.ExecuteAsync("DROP SCHEMA actormigrate CASCADE");
        Pair.AssertSucceeded(
            await pair.MigrateAsync(Migrating.Defaults with { Content = MigrationContent.DataOnly, Existing = ExistingTables.Truncate }));
        Assert.Equal("user's", await pair.Target.ScalarAsync<string>("SELECT name FROM \"Ext\".am_kind WHERE id = 2"));
    }

    [Fact]
    public async Task A_table_that_needs_an_extension_brings_the_users_rows_of_its_configuration_tables()
    {
        await using var pair = await Pair.OfAsync("SELECT 1", 18, 18);
        using var files = new ExtensionFiles("am_conf", Script, "1.0");
        await files.OfferAsync(pair.Source);
        await files.OfferAsync(pair.Target);
        await pair.Source.ExecuteAsync(Configured + "CREATE TABLE plain (id int); REVOKE ALL ON \"Ext\".am_a_rule FROM PUBLIC;");
        await pair.MigrateExactlyButForFindingsAsync(Migrating.Defaults with { Scope = new MigrationScope { IncludeTables = ["plain"] } });
        Assert.False(await pair.Target.ScalarAsync<bool>("SELECT EXISTS (SELECT FROM pg_extension WHERE extname = 'am_conf')"));

        var summary = await pair.MigrateExactlyButForFindingsAsync(
            Migrating.Defaults with { Scope = new MigrationScope { IncludeTables = ["uses"] } });
        Assert.Equal((1, 100), (Rows(summary, "am_kind"), Rows(summary, "am_a_rule")));
        Assert.Equal(43, await pair.Target.ScalarAsync<long>("SELECT nextval('\"Ext\".am_counter')"));
    }

    [Fact]
    public async Task An_extension_that_the_targets_server_lacks_is_refused_by_name()
    {
        await using var pair = await Pair.OfAsync("SELECT 1", 18, 18);
        using var files = new ExtensionFiles("am_conf", Script, "1.0");
        await files.OfferAsync(pair.Source);
        await pair.Source.ExecuteAsync("CREATE EXTENSION am_conf");
        var refused = await Assert.ThrowsAsync<RefusedException>(() => pair.MigrateAsync());
        Assert.Contains("am_conf", refused.Message);
        Assert.False(await pair.Target.ScalarAsync<bool>("SELECT to_regnamespace('actormigrate') IS NOT NULL"));
    }

    [Fact]
    public async Task What_stands_beside_an_extension_is_not_taken_for_a_former_member_of_it()
    {
        await using var source = await TestDatabase.CreateAsync();
        await using var target = await TestDatabase.CreateAsync();
        await source.ExecuteAsync("CREATE EXTENSION citext; CREATE COLLATION local (provider = icu, locale = 'de')");
        await target.ExecuteAsync("CREATE COLLATION local (provider = icu, locale = 'fr')");

        var run = await Cli.MigrateAsync(source, target);

        Assert.True(run.ExitCode == 3, run.Printed);
        Assert.Contains("collation public.local", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_role_that_may_not_take_out_of_an_extension_what_the_source_took_out_is_told_which_and_how()
    {
        await using var scene = await RoleScene.SetAsync(("owner", ""));
        await scene.ExecuteAsync(scene.Source, """
            CREATE EXTENSION tablefunc; CREATE EXTENSION citext; GRANT CREATE ON SCHEMA public TO <owner>;
            ALTER EXTENSION tablefunc DROP TYPE tablefunc_crosstab_2; ALTER EXTENSION citext DROP FUNCTION regexp_match(citext, citext);
            CREATE TABLE t (e tablefunc_crosstab_2); INSERT INTO t VALUES (('a', 'b', 'c')); ALTER TABLE t OWNER TO <owner>;
            """);
        await scene.ExecuteAsync(scene.Target, "GRANT CREATE ON SCHEMA public TO <owner>");

        var run = await scene.MigrateAsync("owner", 3, "--no-owner", "--no-privileges");

        Assert.Contains(
            "still belongs to this one: function public.regexp_match(public.citext,public.citext).", run.Out, StringComparison.Ordinal);
        Assert.Contains("still belongs to this one: type public.tablefunc_crosstab_2.", run.Out, StringComparison.Ordinal);
        Assert.Contains("ALTER EXTENSION tablefunc DROP TYPE public.tablefunc_crosstab_2;", run.Out, StringComparison.Ordinal);
        Assert.Contains("2 objects failed (extension members: 2)", run.Out, StringComparison.Ordinal);
        await scene.ShouldBeAlikeAsync("SELECT e::text FROM t");
        await scene.ExecuteAsync(
            scene.Target,
            "ALTER EXTENSION tablefunc DROP TYPE tablefunc_crosstab_2; ALTER EXTENSION citext DROP FUNCTION regexp_match(citext, citext)");
        var resumed = await Cli.RunAsync(
            "resume", "--source", scene.UriOf(scene.Source, "owner"), "--target", scene.UriOf(scene.Target, "owner"));
        Assert.True(resumed.ExitCode == 0, resumed.Printed);
    }

    private const string Parts = """
        CREATE TABLE am_t (a int PRIMARY KEY, b int); INSERT INTO am_t VALUES (1, 1); CREATE VIEW am_v AS SELECT a, b FROM am_t;
        CREATE RULE am_r AS ON INSERT TO am_v DO INSTEAD INSERT INTO am_t VALUES (new.a, new.b);
        CREATE FUNCTION am_f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN new; END $$;
        CREATE TRIGGER am_tg BEFORE INSERT ON am_t FOR EACH ROW EXECUTE FUNCTION am_f();
        CREATE POLICY am_p ON am_t USING (true); CREATE STATISTICS am_s ON a, b FROM am_t; CREATE INDEX am_i ON am_t (b);
        """;

    [Fact]
    public async Task Objects_on_an_extensions_tables_come_with_it_and_additions_of_users_are_named()
    {
        await using var pair = await Pair.OfAsync("SELECT 1", 18, 18);
        using var files = new ExtensionFiles("am_parts", Parts, "1.0");
        await files.OfferAsync(pair.Source);
        await files.OfferAsync(pair.Target);
        await pair.Source.ExecuteAsync("CREATE EXTENSION am_parts; CREATE TABLE t (id int)");
        var first = await pair.MigrateExactlyButForFindingsAsync();
        Assert.Equal([$"database {pair.Source.Name}"], first.Findings.Select(finding => finding.Object));
        Assert.Empty(first.NotMigrated);
        await pair.Target.ExecuteAsync("DROP TABLE t; DROP EXTENSION am_parts");
        await pair.Source.ExecuteAsync("""
            CREATE TRIGGER mine AFTER INSERT ON am_t FOR EACH ROW EXECUTE FUNCTION am_f(); CREATE POLICY mine ON am_t USING (a > 0); CREATE INDEX "my index" ON am_t (a, b);
            CREATE RULE mine AS ON UPDATE TO am_v DO INSTEAD NOTHING; CREATE STATISTICS mine ON a, b FROM am_t; INSERT INTO am_t VALUES (2, 2);
            CREATE TABLE legacy (id int PRIMARY KEY); INSERT INTO legacy SELECT generate_series(1, 30); CREATE FUNCTION legacy_f() RETURNS int LANGUAGE sql AS 'SELECT 1'; CREATE SEQUENCE legacy_s;
            ALTER EXTENSION am_parts ADD TABLE legacy; ALTER EXTENSION am_parts ADD FUNCTION legacy_f(); ALTER EXTENSION am_parts ADD SEQUENCE legacy_s;
            """);
        var summary = await pair.MigrateAsync();
        Assert.Equal(Outcome.FinishedWithFailures, summary.Outcome);
        Assert.Empty(summary.NotMigrated);
        var told = summary.Findings[0];
        Assert.Equal("extension members am_parts", told.Object);
        Assert.All(
            ["30 rows of table public.legacy", "2 rows of table public.am_t", "function public.legacy_f()", "trigger mine on public.am_t",
                "policy mine on public.am_t", "index public.\"my index\"", "rule mine on public.am_v", "statistics object public.mine"],
            part => Assert.Contains(part, told.Message, StringComparison.Ordinal));
        Assert.Contains("ALTER EXTENSION", told.Remedy, StringComparison.Ordinal);
    }

    private static async Task<(int Exit, string Printed)> ValidateAsync(Pair pair)
    {
        var run = await Cli.RunAsync("validate", "--source", pair.Source.Noted().Uri, "--target", pair.Target.Noted().Uri);
        return (run.ExitCode, run.Printed);
    }

    private static long Rows(MigrationSummary summary, string table) => summary.Tables.Single(found => found.Source.Name == table).Rows;

    /// <summary>The files of an extension, in a folder of their own.</summary>
    private sealed class ExtensionFiles : IDisposable
    {
        private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("am-extension-");

        public ExtensionFiles(string name, string script, params string[] versions)
        {
            var files = folder.CreateSubdirectory("extension");
            File.WriteAllText(
                Path.Combine(files.FullName, name + ".control"), $"default_version = '{versions[^1]}'\nrelocatable = false\n");
            foreach (var version in versions)
                File.WriteAllText(Path.Combine(files.FullName, $"{name}--{version}.sql"), script);
            // The server runs as another user.
            if (OperatingSystem.IsWindows())
                return;
            foreach (var found in new[] { folder, files })
#pragma warning disable CA1416 // The tests run where PostgreSQL's server is started by a script.
                File.SetUnixFileMode(found.FullName, (UnixFileMode)0b111_101_101);
#pragma warning restore CA1416
        }

        public Task OfferAsync(TestDatabase database) =>
            database.ExecuteAsync($"ALTER DATABASE \"{database.Name}\" SET extension_control_path = '{folder.FullName}:$system'");

        public void Dispose() => folder.Delete(recursive: true);
    }
}
