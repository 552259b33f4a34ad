using ActorMigrate.Migration.Options;

namespace ActorMigrate.EndToEnd.Tests.Schema;

public sealed class TriggerTests
{
    [Theory]
    [InlineData(ExistingTables.Refuse)]
    [InlineData(ExistingTables.Drop)]
    public async Task Triggers_and_rules_act_on_no_copied_row(ExistingTables existing)
    {
        const string Schema = """
            CREATE TABLE t (id serial PRIMARY KEY, v text);
            CREATE TABLE audit (id serial, what text);
            CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql SET search_path = public AS $$
            BEGIN
                INSERT INTO audit (what) VALUES (TG_NAME);
                NEW.v := NEW.v || '!';
                RETURN NEW;
            END $$;
            CREATE TRIGGER before_row BEFORE INSERT OR UPDATE ON t FOR EACH ROW EXECUTE FUNCTION note();
            CREATE TRIGGER always BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION note();
            ALTER TABLE t ENABLE ALWAYS TRIGGER always;
            CREATE TRIGGER asleep BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION note();
            ALTER TABLE t DISABLE TRIGGER asleep;
            CREATE RULE doubled AS ON INSERT TO t WHERE NEW.id < 0 DO ALSO INSERT INTO audit (what) VALUES ('rule');
            CREATE VIEW exclaimed AS SELECT * FROM t WHERE v LIKE '%!';
            CREATE MATERIALIZED VIEW counted AS SELECT count(*) AS rows FROM t;
            """;
        await using var pair =
            await Pair.OfAsync(Schema + "INSERT INTO t (v) SELECT 'v' FROM generate_series(1, 500); REFRESH MATERIALIZED VIEW counted;");
        var summary = await pair.MigrateExactlyAsync();
        Assert.Equal(1000, summary.Tables.Single(table => table.Source.Name == "audit").Rows);
        if (existing == ExistingTables.Drop)
        {
            await pair.Target.ExecuteAsync("DROP VIEW exclaimed; DROP MATERIALIZED VIEW counted; UPDATE t SET v = 'x' WHERE id < 9");
            await pair.MigrateExactlyAsync(Migrating.Defaults with { Existing = existing });
        }

        await pair.AssertSameDumpAsync();
        Assert.Equal(500, await pair.Target.ScalarAsync<long>("SELECT rows FROM counted"));
    }

    [Theory]
    [InlineData(15)]
    [InlineData(18)]
    public async Task The_triggers_behind_constraints_are_enabled_as_in_the_source(int targetMajor)
    {
        await using var pair = await Pair.OfAsync("""
            CREATE TABLE "P 1" (id int PRIMARY KEY DEFERRABLE, x int UNIQUE); CREATE TABLE c (id int PRIMARY KEY, p int REFERENCES "P 1" (x), self int REFERENCES c);
            CREATE TABLE kept (id int REFERENCES c); CREATE TABLE once (id int, v int, CONSTRAINT "k 1" UNIQUE (id) DEFERRABLE, EXCLUDE (v WITH =) DEFERRABLE);
            CREATE TABLE parted (a int REFERENCES c, b int) PARTITION BY LIST (b); CREATE TABLE parted_1 PARTITION OF parted FOR VALUES IN (1);
            CREATE TABLE parted_2 PARTITION OF parted FOR VALUES IN (2);
            INSERT INTO "P 1" VALUES (1, 1); INSERT INTO c VALUES (1, 1, 1); INSERT INTO once VALUES (1, 1); INSERT INTO parted VALUES (1, 1), (1, 2);
            ALTER TABLE c DISABLE TRIGGER ALL; ALTER TABLE once DISABLE TRIGGER ALL; ALTER TABLE parted_2 DISABLE TRIGGER ALL;
            DO $$ DECLARE t name; BEGIN
                FOR t IN SELECT tgname FROM pg_trigger WHERE tgrelid = '"P 1"'::regclass LOOP EXECUTE format('ALTER TABLE "P 1" ENABLE ALWAYS TRIGGER %I', t); END LOOP;
            END $$;
            """, targetMajor);
        await pair.MigrateExactlyAsync();
        const string States = """
            SELECT string_agg(concat_ws(' ', tgrelid::regclass, k.conname, k.conrelid::regclass, tgfoid::regproc, tgenabled), E'\n' ORDER BY tgrelid::regclass::text COLLATE "C", k.conname, tgfoid::regproc::text, k.conrelid::regclass::text)
              FROM pg_trigger JOIN pg_constraint k ON k.oid = tgconstraint
            """;
        var states = await pair.Source.ScalarAsync<string>(States);
        Assert.Contains("RI_FKey_check_ins\" D", states!, StringComparison.Ordinal);
        Assert.Equal(states, await pair.Target.ScalarAsync<string>(States));
    }

    [Theory]
    [InlineData("INSERT INTO audit (what) VALUES (tg_event || ' ' || tg_tag); RAISE NOTICE 'noted'")]
    [InlineData("RAISE EXCEPTION 'Nobody changes this database by %.', tg_tag")]
    public async Task Event_triggers_act_on_nothing_that_the_migration_does(string action)
    {
        await using var pair = await Pair.OfAsync($"""
            CREATE TABLE audit (id serial PRIMARY KEY, what text);
            CREATE TABLE t (id int PRIMARY KEY, v text UNIQUE);
            INSERT INTO t SELECT i, i FROM generate_series(1, 100) AS i;
            CREATE TABLE u (t int REFERENCES t);
            CREATE INDEX ON u (t);
            CREATE VIEW v AS SELECT * FROM t;
            CREATE FUNCTION watch() RETURNS event_trigger LANGUAGE plpgsql SET search_path = public AS $$ BEGIN {action}; END $$;
            CREATE EVENT TRIGGER begun ON ddl_command_start EXECUTE FUNCTION watch();
            CREATE EVENT TRIGGER ended ON ddl_command_end EXECUTE FUNCTION watch();
            CREATE EVENT TRIGGER dropped ON sql_drop EXECUTE FUNCTION watch();
            """);
        await pair.MigrateExactlyAsync();
        await pair.AssertSameDumpAsync();
        Assert.False(await pair.Target.ScalarAsync<bool>("SELECT to_regnamespace('actormigrate') IS NOT NULL"));
    }
}
