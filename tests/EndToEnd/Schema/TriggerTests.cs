using ActorMigrate.Migration;

namespace ActorMigrate.EndToEnd.Tests;

public sealed class TriggerTests
{
    [Theory]
    [InlineData(ExistingTables.Refuse)]
    [InlineData(ExistingTables.Drop)]
    public async Task What_acts_on_rows_acts_on_none_that_is_copied(ExistingTables existing)
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
        await using var pair = await Pair.OfAsync(Schema + "INSERT INTO t (v) SELECT 'v' FROM generate_series(1, 500); REFRESH MATERIALIZED VIEW counted;");
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
