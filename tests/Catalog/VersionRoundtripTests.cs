namespace ActorMigrate.Catalog.Tests;

public sealed class VersionRoundtripTests
{
    [Fact]
    public async Task Tables_of_15_arrive_in_18_and_read_the_same_there()
    {
        await using var first = await SchemaRoundtrip.OfAsync("""
            CREATE TYPE mood AS ENUM ('a', 'b');
            CREATE DOMAIN short AS varchar(9) NOT NULL CHECK (VALUE <> '');
            CREATE TABLE parent (
                id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, m mood DEFAULT 'b', s short, x int NOT NULL CHECK (x > 0),
                g int GENERATED ALWAYS AS (x * 2) STORED, doc text COMPRESSION pglz, UNIQUE NULLS NOT DISTINCT (x) WITH (fillfactor = 70));
            INSERT INTO parent (m, s, x) SELECT 'a', 's' || i, i FROM generate_series(1, 9) AS i;
            CREATE TABLE child (id serial, p int REFERENCES parent ON DELETE CASCADE, EXCLUDE USING btree (p WITH =));
            CREATE INDEX ON parent (lower(s)) WHERE x > 2;
            """, 15, 18);
        await first.MigrateAsync();
        Assert.Empty(first.Executor.Failures);
        Assert.Empty(first.Plan.NotMigrated);
        Assert.Equal(9, await first.Target.ScalarAsync<long>("SELECT count(*) FROM parent WHERE g = x * 2"));
        Assert.Equal(9, await first.Target.ScalarAsync<long>("SELECT last_value FROM parent_id_seq"));
        Assert.Equal(15, first.Catalog.ServerVersion / 10000);
    }

    [Theory]
    [InlineData(17)]
    [InlineData(18)]
    public async Task Constraints_keep_names_that_the_target_would_give_to_not_null(int targetMajor)
    {
        var (table, column) = (new string('t', 40), new string('ä', 20));
        await using var roundtrip = await SchemaRoundtrip.OfAsync($"""
            CREATE TABLE channel (id serial PRIMARY KEY, kind varchar NOT NULL, CONSTRAINT channel_kind_not_null CHECK (kind IS NOT NULL));
            CREATE TABLE strong (id bigserial PRIMARY KEY, mail text NOT NULL); ALTER TABLE strong ADD CONSTRAINT strong_mail_not_null CHECK (mail IS NOT NULL);
            CREATE DOMAIN dq AS text NOT NULL CONSTRAINT dq_not_null CHECK (VALUE <> '') CONSTRAINT dq_not_null1 CHECK (VALUE <> 'x'); CREATE TABLE uq (v dq, CONSTRAINT uq_v_not_null UNIQUE (v));
            CREATE TABLE uq2 (v int NOT NULL, w int NOT NULL, CONSTRAINT uq2_v_not_null UNIQUE (w), CONSTRAINT uq2_v_not_null1 UNIQUE (v));
            CREATE TABLE {table} ({column} int NOT NULL, w int, CONSTRAINT {table[..26]}_{column[..13]}_not_null UNIQUE (w));
            CREATE FUNCTION ok(text) RETURNS bool LANGUAGE sql IMMUTABLE AS 'SELECT true'; CREATE TABLE late (v text NOT NULL, CONSTRAINT late_v_not_null CHECK (ok(v)));
            CREATE TABLE r (id int, CONSTRAINT r_up_not_null PRIMARY KEY (id), up int NOT NULL REFERENCES r); CREATE TABLE f (id int NOT NULL, CONSTRAINT f_id_not_null FOREIGN KEY (id) REFERENCES r);
            INSERT INTO strong (mail) VALUES ('a');
            """, 15, targetMajor);
        await roundtrip.MigrateAsync();
        Assert.Empty(roundtrip.Executor.Failures);
        const string Named =
            "SELECT string_agg(conname || ' ' || contype::text, ', ' ORDER BY conname COLLATE \"C\") FROM pg_constraint WHERE conname "
                + "LIKE '%not_null%' AND contype <> 'n'";
        Assert.Equal(await roundtrip.Source.ScalarAsync<string>(Named), await roundtrip.Target.ScalarAsync<string>(Named));
        Assert.Equal(0, await roundtrip.Target.ScalarAsync<long>(
            "SELECT count(*) FROM pg_attribute WHERE attrelid = 'uq2'::regclass AND attnum > 0 AND NOT attnotnull"));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("other")]
    public async Task Names_that_became_keywords_stay_names(string? renamed)
    {
        await using var roundtrip = await SchemaRoundtrip.OfAsync("""
            CREATE SCHEMA s; SET search_path = s, pg_catalog;
            CREATE FUNCTION json_value(text) RETURNS text LANGUAGE sql IMMUTABLE RETURN upper($1); CREATE FUNCTION json(text) RETURNS int LANGUAGE sql IMMUTABLE RETURN 7; CREATE FUNCTION merge_action(int) RETURNS int LANGUAGE sql IMMUTABLE RETURN $1;
            CREATE TYPE json_query AS (a int, system_user text); CREATE DOMAIN json_scalar AS text CHECK (json_value(VALUE) <> 'BAD');
            CREATE TABLE t (id int PRIMARY KEY, system_user text DEFAULT json_value('x'), json json, json_object json_scalar, json_table json_query, absent int, string text, period int, virtual int,
                CONSTRAINT only_good CHECK (system_user <> 'bad'), g int GENERATED ALWAYS AS (length(system_user) + json(string) + merge_action(virtual)) STORED);
            INSERT INTO t VALUES (1, 'u1', '{}', 'ok', ROW(1, 'x'), 1, 's', 2, 3), (2, 'u2', '[]', 'ok', NULL, 1, 's', 2, 3);
            ALTER TABLE t ENABLE ROW LEVEL SECURITY; CREATE POLICY p ON t USING (system_user = 'u1'); CREATE INDEX ON t (json_value(system_user)) WHERE system_user > 'a'; CREATE STATISTICS st ON lower(system_user), id FROM t;
            CREATE VIEW v AS WITH system_user AS (SELECT id AS json_value, system_user FROM t) SELECT a.system_user AS json_array, json_value AS path, (b.json_table).system_user, json_object('{a,1}'::text[]) AS o, json(string) AS j
                FROM system_user a JOIN t b ON a.system_user = b.system_user, XMLTABLE('/r' PASSING '<r/>' COLUMNS system_user text PATH '.');
            CREATE FUNCTION trg() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'; CREATE TRIGGER tg BEFORE UPDATE ON t FOR EACH ROW WHEN (NEW.system_user = 'x') EXECUTE FUNCTION trg();
            CREATE FUNCTION atomic(system_user text, json_exists int DEFAULT json('x'::text)) RETURNS TABLE (json_array text) LANGUAGE sql BEGIN ATOMIC SELECT t.system_user FROM t WHERE t.system_user = atomic.system_user; END;
            CREATE FUNCTION wrong(system_user text) RETURNS text LANGUAGE plpgsql AS 'BEGIN RETURN system_user; END'; CREATE FUNCTION fine(t) RETURNS text LANGUAGE sql AS 'SELECT $1.system_user AS system_user';
            CREATE RULE r AS ON UPDATE TO v DO INSTEAD UPDATE t SET system_user = new.json_array WHERE t.system_user = old.json_array;
            CREATE TABLE part (system_user text) PARTITION BY LIST (system_user); CREATE TABLE part_1 PARTITION OF part FOR VALUES IN ('x'); CREATE PUBLICATION keywords FOR TABLE t (id, system_user) WHERE (system_user <> 'x');
            """, 15, 18);
        await roundtrip.MigrateAsync(
            renamed is null ? null : new ActorMigrate.Migration.Options.MigrationScope { SourceSchema = "s", TargetSchema = renamed });
        Assert.Empty(roundtrip.Executor.Failures);
        var schema = renamed ?? "s";
        Assert.Equal("u2 [] 12", await roundtrip.Target.ScalarAsync<string>(
            $"SELECT max(\"system_user\") || ' ' || min(t.json::text) || ' ' || max(g) FROM {schema}.t"));
        Assert.Equal("u2 X", await roundtrip.Target.ScalarAsync<string>(
            $"SELECT (SELECT max(json_array) FROM {schema}.v) || ' ' || {schema}.\"json_value\"('x')"));
        Assert.Equal(
            0, await roundtrip.Target.ScalarAsync<long>(
                $"SELECT count(*) FROM pg_constraint WHERE conrelid = '{schema}.t'::regclass AND "
                    + "pg_get_constraintdef(oid) LIKE '%SYSTEM_USER%'"));
        Assert.Contains("\"system_user\"", await roundtrip.Target.ScalarAsync<string>(
            $"SELECT pg_get_expr(polqual, polrelid) FROM pg_policy WHERE polrelid = '{schema}.t'::regclass"), StringComparison.Ordinal);
        var failed = await Assert.ThrowsAsync<Npgsql.PostgresException>(
            () => roundtrip.Target.ExecuteAsync($"INSERT INTO {schema}.t (id, \"system_user\") VALUES (3, 'bad')"));
        Assert.Equal("only_good", failed.ConstraintName);
        Assert.Equal(["function s.wrong(system_user text)"], roundtrip.Plan.Findings.Select(finding => finding.Object));
    }

    [Fact]
    public async Task Objects_that_only_18_has_arrive_in_18()
    {
        const string Sql = """
            CREATE TABLE t (
                id int CONSTRAINT "my own" NOT NULL, k int CONSTRAINT nn NOT NULL NO INHERIT, v int GENERATED ALWAYS AS (id + 1) VIRTUAL,
                room int4range, period int4range, PRIMARY KEY (room, period WITHOUT OVERLAPS),
                CONSTRAINT ne CHECK (k > 0) NOT ENFORCED);
            CREATE TABLE r (id int, room int4range, period int4range, FOREIGN KEY (room, PERIOD period) REFERENCES t (room, PERIOD period));
            CREATE TABLE later (a int);
            INSERT INTO later VALUES (NULL);
            ALTER TABLE later ADD CONSTRAINT lnn NOT NULL a NOT VALID;
            CREATE DOMAIN d AS int CONSTRAINT named NOT NULL;
            INSERT INTO t (id, k, room, period) VALUES (1, 1, '[1,2)', '[1,2)');
            """;
        await using var roundtrip = await SchemaRoundtrip.OfAsync(Sql, 18, 18);
        await roundtrip.MigrateAsync();
        Assert.Empty(roundtrip.Executor.Failures);
        Assert.Empty(roundtrip.Plan.NotMigrated);
        Assert.Equal(await ConstraintsAsync(roundtrip.Source), await ConstraintsAsync(roundtrip.Target));
    }

    private static async Task<string?> ConstraintsAsync(TestServers.TestDatabase database) => await database.ScalarAsync<string>("""
        SELECT string_agg(concat_ws('|', conrelid::regclass, conname, pg_get_constraintdef(oid), convalidated, conislocal, coninhcount, connoinherit), E'\n' ORDER BY 1::text)
          FROM (SELECT * FROM pg_constraint WHERE oid >= 16384 ORDER BY conrelid::regclass::text, conname) AS k
        """);
}
