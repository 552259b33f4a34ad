using ActorMigrate.Migration.Failures;
using ActorMigrate.Migration.Options;

namespace ActorMigrate.EndToEnd.Tests.Schema;

public sealed class ExistingTableTests
{
    private const string Tables = """
        CREATE TYPE color AS ENUM ('red', 'green');
        CREATE TABLE a (id int PRIMARY KEY, c color, v text UNIQUE CHECK (v <> 'no'));
        CREATE TABLE b (id serial PRIMARY KEY, a int CONSTRAINT to_a REFERENCES a, up int REFERENCES b);
        CREATE INDEX b_a ON b (a);
        CREATE TABLE p (id int PRIMARY KEY, a int REFERENCES a) PARTITION BY RANGE (id);
        CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (0) TO (1000);
        CREATE TABLE p2 PARTITION OF p FOR VALUES FROM (1000) TO (2000);
        """;

    private const string Rows = """
        INSERT INTO a SELECT i, 'red', 'v' || i FROM generate_series(1, 500) AS i;
        INSERT INTO b (a, up) SELECT 1 + i % 500, 1 FROM generate_series(1, 1500) AS i;
        INSERT INTO p SELECT i, 1 + i % 500 FROM generate_series(0, 1999) AS i;
        """;

    private const string OldRows = """
        INSERT INTO a SELECT i, 'green', 'old' || i FROM generate_series(1, 900) AS i;
        INSERT INTO b (a) SELECT i FROM generate_series(1, 900) AS i;
        INSERT INTO p SELECT i, 1 FROM generate_series(500, 1500) AS i;
        CREATE TABLE unrelated (id int PRIMARY KEY);
        INSERT INTO unrelated VALUES (42);
        CREATE VIEW other AS SELECT 1 AS one;
        """;

    [Theory]
    [InlineData(ExistingTables.Truncate, PartitionBy.Auto, 1_000_000, false)]
    [InlineData(ExistingTables.Truncate, PartitionBy.Keyset, 100, false)]
    [InlineData(ExistingTables.Drop, PartitionBy.Auto, 1_000_000, false)]
    [InlineData(ExistingTables.Drop, PartitionBy.Ctid, 100, true)]
    public async Task Existing_tables_hold_the_sources_rows_alone(ExistingTables existing, PartitionBy by, long threshold, bool unlogged)
    {
        await using var pair = await Pair.OfAsync(Tables + Rows);
        await pair.Target.ExecuteAsync(Tables + OldRows);
        var summary = await pair.MigrateAsync(Strategy.Of(by, threshold) with { Existing = existing, UseUnloggedTables = unlogged });
        Pair.AssertSucceeded(summary);
        Assert.Equal(42, await pair.Target.ScalarAsync<int>("SELECT id FROM unrelated, other WHERE one = 1"));
        await pair.Target.ExecuteAsync("DROP TABLE unrelated; DROP VIEW other");
        await pair.AssertSameRowsAsync();
        await pair.AssertSameDumpAsync();
        Assert.Equal(1501, await pair.Target.ScalarAsync<long>("SELECT nextval('b_id_seq')"));
    }

    [Fact]
    public async Task Checks_of_kept_tables_that_are_not_valid_or_read_other_tables_come_after_the_rows()
    {
        const string Definitions = """
            CREATE TABLE zz (code text PRIMARY KEY);
            CREATE FUNCTION known(c text) RETURNS bool LANGUAGE plpgsql STABLE SET search_path = public AS $$ BEGIN RETURN EXISTS (SELECT FROM zz WHERE code = c); END $$;
            CREATE TABLE aa (id int, c text CONSTRAINT is_known CHECK (known(c))); COMMENT ON CONSTRAINT is_known ON aa IS 'of aa';
            """;
        const string NotValid = "ALTER TABLE aa ADD CONSTRAINT positive CHECK (id > 0) NOT VALID";
        await using var pair = await Pair.OfAsync(
            $"{Definitions} INSERT INTO zz VALUES ('x'); INSERT INTO aa SELECT -i, 'x' FROM generate_series(1, 20) AS i; {NotValid}");
        await pair.Target.ExecuteAsync($"{Definitions} INSERT INTO zz VALUES ('old'); INSERT INTO aa VALUES (7, 'old'); {NotValid}");
        var summary = await pair.MigrateAsync(Migrating.Defaults with { Existing = ExistingTables.Truncate });
        Pair.AssertSucceeded(summary);
        await pair.AssertSameRowsAsync();
        await pair.AssertSameDumpAsync();
    }

    [Fact]
    public async Task Existing_tables_without_keys_get_them()
    {
        await using var pair = await Pair.OfAsync(Tables + Rows);
        await pair.Target.ExecuteAsync("""
            CREATE TYPE color AS ENUM ('red', 'green');
            CREATE TABLE a (v text, id int NOT NULL, c color);
            CREATE TABLE b (id int NOT NULL DEFAULT 7, a int, up int);
            INSERT INTO a SELECT 'v1', 1 FROM generate_series(1, 5);
            """);
        var summary = await pair.MigrateAsync(Migrating.Defaults with { Existing = ExistingTables.Truncate });
        Pair.AssertSucceeded(summary with { Findings = [] });
        Assert.Equal(["table public.a", "table public.b"], summary.Findings.Select(finding => finding.Object));
        Assert.Contains("order of columns: v, id, c instead of id, c, v", summary.Findings[0].Message, StringComparison.Ordinal);
        Assert.Contains("default of column id: 7 instead of nextval", summary.Findings[1].Message, StringComparison.Ordinal);
        Assert.Equal(500, await pair.Target.ScalarAsync<long>("SELECT count(*) FROM a"));
        Assert.Equal(
            await pair.Source.ScalarAsync<string>(Constraints), await pair.Target.ScalarAsync<string>(Constraints));
    }

    [Theory]
    [InlineData(ExistingTables.Truncate)]
    [InlineData(ExistingTables.Drop)]
    public async Task A_table_that_is_left_out_is_left_alone(ExistingTables existing)
    {
        await using var pair =
            await Pair.OfAsync("CREATE TABLE x (id int); CREATE TABLE y (id int); INSERT INTO x VALUES (1); INSERT INTO y VALUES (1)");
        await pair.Target.ExecuteAsync(
            "CREATE TABLE x (id int); CREATE TABLE y (id int); INSERT INTO x VALUES (2); INSERT INTO y VALUES (2)");
        var summary =
            await pair.MigrateAsync(Migrating.Defaults with { Existing = existing, Scope = new MigrationScope { ExcludeTables = ["y"] } });
        Pair.AssertSucceeded(summary);
        Assert.Equal("x", Assert.Single(summary.Tables).Source.Name);
        Assert.Equal(12, await pair.Target.ScalarAsync<int>("SELECT x.id * 10 + y.id FROM x, y"));
    }

    [Fact]
    public async Task A_kept_table_that_differs_is_told_with_every_difference()
    {
        await using var pair = await Pair.OfAsync("""
            CREATE TABLE t (id int PRIMARY KEY, e int NOT NULL DEFAULT 7, v text DEFAULT 'new', w int CHECK (w > 0), u int UNIQUE, ts timestamptz NOT NULL DEFAULT now(), k text COLLATE "C", i int GENERATED ALWAYS AS IDENTITY (INCREMENT 2)) WITH (fillfactor = 50);
            ALTER TABLE t CLUSTER ON t_u_key, ALTER e SET STATISTICS 50, ALTER v SET (n_distinct = 5);
            INSERT INTO t (id, e, w, u) VALUES (1, 1, 2, 3), (2, 2, 3, 4); CREATE INDEX ON t (w); COMMENT ON TABLE t IS 'c'; COMMENT ON COLUMN t.v IS 'of v';
            CREATE TABLE same (id serial PRIMARY KEY, v text NOT NULL DEFAULT lower('X') CHECK (v <> ''), g text GENERATED ALWAYS AS (upper(v)) STORED); COMMENT ON TABLE same IS 'same'; GRANT SELECT (v) ON same TO PUBLIC;
            CREATE TABLE parted (a int, b int DEFAULT 3) PARTITION BY LIST (a); CREATE TABLE parted_1 PARTITION OF parted FOR VALUES IN (1, 2); INSERT INTO parted VALUES (1);
            """);
        await pair.Target.ExecuteAsync("""
            CREATE UNLOGGED TABLE t (id int NOT NULL GENERATED BY DEFAULT AS IDENTITY, e int, v text DEFAULT 'old', w int, u int UNIQUE, ts timestamptz, k text, i int GENERATED ALWAYS AS IDENTITY (INCREMENT 3)); GRANT ALL ON t TO PUBLIC; CREATE INDEX extra ON t (v);
            ALTER TABLE t ENABLE ROW LEVEL SECURITY; CREATE POLICY p ON t USING (id = 1); ALTER TABLE t ADD CONSTRAINT c CHECK (id < 100); ALTER TABLE t REPLICA IDENTITY FULL;
            CREATE TABLE same (id serial PRIMARY KEY, v text NOT NULL DEFAULT lower('X') CHECK (v <> ''), g text GENERATED ALWAYS AS (upper(v)) STORED); COMMENT ON TABLE same IS 'same'; GRANT SELECT (v) ON same TO PUBLIC;
            CREATE TABLE parted (a int, b int DEFAULT 3) PARTITION BY LIST (a); CREATE TABLE parted_1 PARTITION OF parted FOR VALUES IN (1);
            """);
        var summary = await pair.MigrateAsync(Migrating.Defaults with { Existing = ExistingTables.Truncate });
        Pair.AssertSucceeded(summary with { Findings = [] });
        Assert.Equal(
            ["table public.parted_1", "table public.t"], summary.Findings.Select(finding => finding.Object).Order(StringComparer.Ordinal));
        Assert.Contains("bound as a partition: FOR VALUES IN (1) instead of FOR VALUES IN (1, 2)",
            summary.Findings.Single(finding => finding.Object.EndsWith("_1", StringComparison.Ordinal)).Message, StringComparison.Ordinal);
        var told = summary.Findings.Single(finding => finding.Object == "table public.t").Message;
        Assert.All(
            [
                "column e takes nulls", "default of column e: none instead of 7", "default of column v: 'old'::text instead of 'new'::text",
                "identity of column id: ByDefault instead of None",
                "collation of column k: none instead of C", "comment: none instead of c", "comment of column v: none instead of of v",
                "storage parameters: none instead of fillfactor=50", "statistics target of column e: none instead of 50",
                "options of column v: none instead of n_distinct=5", "index it is clustered by: none instead of t_u_key",
                "sequence of column i: START WITH 1 INCREMENT BY 3",
                "persistence: unlogged instead of logged", "row security is enabled", "policy p,", "index extra,", "constraint c,",
                "of PUBLIC, which the source does not have", "replica identity: f instead of d",
            ],
            difference => Assert.Contains(difference, told, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("id int, v text, g int GENERATED ALWAYS AS (id + 1) STORED", "id int, v text, g int GENERATED ALWAYS AS (id + 2) STORED",
        "generated as (id + 2)")]
    [InlineData("id int, v text, g int GENERATED ALWAYS AS ((id + 1) * 2) STORED",
        "id int, v text, g int GENERATED ALWAYS AS (id + (1 * 2)) STORED", "generated as (id + (1 * 2))")]
    [InlineData("id int, v text, g text GENERATED ALWAYS AS (v || ' ') STORED",
        "id int, v text, g text GENERATED ALWAYS AS (v || '') STORED", "generated as (v || ''::text)")]
    [InlineData("id int, v addr", "id int, v addr", "fields (city, street)")]
    [InlineData("id int, v addr[]", "id int, v addr[]", "fields (city, street)")]
    [InlineData("id int, v home", "id int, v home", "fields (city, street)")]
    [InlineData("id int, v inner_d[]", "id int, v inner_d[]", "domain inner_d is over character varying(3)")]
    [InlineData("id int, v label", "id int, v label", "enum label has no label b")]
    [InlineData("id int, v outside", "id int, v outside", "field n of type outside is integer")]
    [InlineData("id int, v span", "id int, v span", "range span is of int8 by int8_ops and not of int4 by int4_ops")]
    [InlineData("id int, v spans[]", "id int, v spans[]", "range span is of int8")]
    public async Task A_table_of_the_target_that_would_take_the_rows_with_other_values_is_refused(string here, string there, string why)
    {
        await using var pair = await Pair.OfAsync($"""
            CREATE TYPE addr AS (street text, city text); CREATE TYPE home AS (a addr, n int); CREATE DOMAIN inner_d AS varchar(5); CREATE TYPE label AS ENUM ('a', 'b'); CREATE TYPE outside AS (n bigint);
            CREATE TYPE span AS RANGE (subtype = int, multirange_type_name = spans);
            CREATE TABLE t ({here}); INSERT INTO t (id) VALUES (1);
            """);
        await pair.Target.ExecuteAsync($"""
            CREATE TYPE addr AS (city text, street text); CREATE TYPE home AS (a addr, n int); CREATE DOMAIN inner_d AS varchar(3); CREATE TYPE label AS ENUM ('c', 'a'); CREATE TYPE outside AS (n int);
            CREATE TYPE span AS RANGE (subtype = bigint, multirange_type_name = spans);
            CREATE TABLE t ({there});
            """);
        foreach (var options in new[] { Migrating.Defaults with { Content = MigrationContent.DataOnly }, Migrating.Defaults with
            { Existing = ExistingTables.Truncate } })
        {
            var refused = await Assert.ThrowsAsync<RefusedException>(() => pair.MigrateAsync(options));
            Assert.Contains("public.t", refused.Message, StringComparison.Ordinal);
            Assert.Contains(why, refused.Message, StringComparison.Ordinal);
        }
    }

    // TRUNCATE of a partitioned table empties its foreign partitions on their servers.
    [Fact]
    public async Task A_foreign_partition_of_the_target_is_neither_read_nor_emptied()
    {
        const string Definitions = """
            CREATE TABLE parted (id int, up int) PARTITION BY RANGE (id); CREATE TABLE part1 PARTITION OF parted FOR VALUES FROM (0) TO (100);
            CREATE TABLE above (id int); CREATE TABLE below () INHERITS (above);
            """;
        await using var pair = await Pair.OfAsync(Definitions + "INSERT INTO parted VALUES (1, 1), (2, 1); INSERT INTO above VALUES (1)");
        await pair.Target.ExecuteAsync(Definitions + """
            INSERT INTO parted VALUES (7, 7); CREATE TABLE mine PARTITION OF parted FOR VALUES FROM (100) TO (200); INSERT INTO parted VALUES (150, 1);
            CREATE FOREIGN DATA WRAPPER without_handler; CREATE SERVER elsewhere FOREIGN DATA WRAPPER without_handler;
            CREATE FOREIGN TABLE far PARTITION OF parted FOR VALUES FROM (200) TO (300) SERVER elsewhere; CREATE FOREIGN TABLE far_below () INHERITS (above) SERVER elsewhere;
            """);

        var summary = await pair.MigrateAsync(Migrating.Defaults with { Existing = ExistingTables.Truncate, Analyze = false });

        Pair.AssertSucceeded(summary with { Findings = [] });
        Assert.Equal("2 0 1", await pair.Target.ScalarAsync<string>(
            "SELECT (SELECT count(*) FROM part1) || ' ' || (SELECT count(*) FROM mine) || ' ' || (SELECT count(*) FROM ONLY above)"));
    }

    private const string Constraints = """
        SELECT string_agg(conrelid::regclass || ' ' || pg_get_constraintdef(oid), ', ' ORDER BY conrelid::regclass::text, pg_get_constraintdef(oid)) FROM pg_constraint
         WHERE conrelid IN ('a'::regclass, 'b'::regclass)
        """;
}
