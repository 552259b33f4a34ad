using ActorMigrate.Migration;
using ActorMigrate.Migration.Options;
using ActorMigrate.TestServers;

namespace ActorMigrate.EndToEnd.Tests.Exactness;

/// <summary>Rows that belong to other partitions in the target than in the source.</summary>
public sealed class PlacementTests
{
    private const string ByEnum = """
        CREATE SCHEMA "s 1"; SET search_path = "s 1";
        CREATE TYPE mood AS ENUM ('sad', 'ok', 'glad', 'it''s'); CREATE DOMAIN mood_d AS mood; CREATE TYPE mood_r AS RANGE (subtype = mood); CREATE TYPE pair AS (m mood, n int);
        CREATE TABLE by_enum (id int, m mood, v text, PRIMARY KEY (id, m)) PARTITION BY HASH (m, id);
        CREATE TABLE by_domain (id int, m mood_d, v text) PARTITION BY HASH (m); CREATE TABLE by_array (id int, m mood[]) PARTITION BY HASH (m);
        CREATE TABLE by_composite (id int, m pair) PARTITION BY HASH (m); CREATE TABLE by_range (id int, m mood_r) PARTITION BY HASH (m);
        CREATE TABLE by_expression (id int, m mood) PARTITION BY HASH ((m), (id + 1)); CREATE TABLE by_class (id int, m regtype) PARTITION BY HASH (m);
        CREATE TABLE by_int (id int PRIMARY KEY) PARTITION BY HASH (id);
        DO $$ DECLARE t text; BEGIN
            FOREACH t IN ARRAY ARRAY['by_enum', 'by_domain', 'by_array', 'by_composite', 'by_range', 'by_expression', 'by_class', 'by_int'] LOOP
                FOR i IN 0..3 LOOP EXECUTE format('CREATE TABLE %I PARTITION OF %I FOR VALUES WITH (MODULUS 4, REMAINDER %s)', t || '_' || i, t, i); END LOOP;
            END LOOP; END $$;
        CREATE TABLE tree (id int, day int, m mood, g int GENERATED ALWAYS AS (id * 2) STORED) PARTITION BY RANGE (day);
        CREATE TABLE tree_1 (gone int, g int GENERATED ALWAYS AS (id * 2) STORED, m mood, day int, id int) PARTITION BY HASH (m); ALTER TABLE tree_1 DROP gone;
        ALTER TABLE tree ATTACH PARTITION tree_1 FOR VALUES FROM (0) TO (10);
        CREATE TABLE tree_1_a PARTITION OF tree_1 FOR VALUES WITH (MODULUS 2, REMAINDER 0); CREATE UNLOGGED TABLE tree_1_b PARTITION OF tree_1 FOR VALUES WITH (MODULUS 2, REMAINDER 1) PARTITION BY LIST (id);
        CREATE TABLE tree_1_b_1 PARTITION OF tree_1_b FOR VALUES IN (1, 2, 3); CREATE UNLOGGED TABLE tree_1_b_d PARTITION OF tree_1_b DEFAULT; CREATE TABLE tree_2 PARTITION OF tree DEFAULT;
        INSERT INTO by_enum SELECT i, (enum_range(NULL::mood))[1 + i % 4], 'v' || i FROM generate_series(1, 3000) AS i;
        INSERT INTO by_domain SELECT id, m, v FROM by_enum; INSERT INTO by_array SELECT id, ARRAY[m, 'ok'] FROM by_enum; INSERT INTO by_composite SELECT id, ROW(m, id % 5)::pair FROM by_enum;
        INSERT INTO by_range SELECT id, mood_r('sad', m) FROM by_enum; INSERT INTO by_expression SELECT id, m FROM by_enum; INSERT INTO by_class SELECT id, CASE id % 3 WHEN 0 THEN 'mood' WHEN 1 THEN 'pair' ELSE 'mood_r' END::regtype FROM by_enum;
        INSERT INTO by_int SELECT id FROM by_enum; INSERT INTO tree SELECT id, id % 20, m FROM by_enum;
        CREATE INDEX ON by_enum (v); CREATE UNIQUE INDEX ON by_enum_0 (v); CREATE TABLE refers (id int, m mood, FOREIGN KEY (id, m) REFERENCES by_enum); INSERT INTO refers SELECT id, m FROM by_enum;
        ALTER TABLE by_domain ADD CHECK (id > 0); CREATE MATERIALIZED VIEW counted AS SELECT count(*) FROM by_enum_1; CREATE INDEX ON tree (m, id);
        """;

    private static readonly string[] Tables =
        ["by_enum", "by_domain", "by_array", "by_composite", "by_range", "by_expression", "by_class", "by_int", "tree", "refers"];

    private static readonly string[] Whole = ["by_array", "by_class", "by_composite", "by_domain", "by_enum", "by_expression", "by_int_0",
        "by_int_1", "by_int_2", "by_int_3", "by_range", "refers", "tree_1", "tree_2"];

    [Theory]
    [InlineData(15, PartitionBy.Auto, false)]
    [InlineData(15, PartitionBy.Keyset, true)]
    [InlineData(18, PartitionBy.Ntile, true)]
    public async Task Hash_partitions_on_whatever_contains_an_oid_arrive_with_every_row_where_it_belongs(
        int targetMajor, PartitionBy by, bool unlogged)
    {
        await using var pair = await Pair.OfAsync(ByEnum, targetMajor);
        var options = Strategy.Of(by) with { UseUnloggedTables = unlogged };
        var summary = await pair.MigrateAsync(options);
        Pair.AssertSucceeded(summary with { Tables = [] });
        Assert.Equal(Whole, summary.Tables.Select(table => table.Source.Name));
        Assert.All(summary.Tables, table =>
            Assert.Equal((true, (bool?)true, table.Rows), (table.Success, table.Validated, table.TargetRows!.Value)));
        await AssertSameAsync(pair);
        if (targetMajor == 15)
            await pair.AssertSameDumpAsync();
        var compared = await Cli.RunAsync("validate", "--source", pair.Source.Noted().Uri, "--target", pair.Target.Noted().Uri);
        Assert.True(compared.ExitCode == 0, compared.Printed);
    }

    [Fact]
    public async Task Rows_alone_and_rows_over_what_is_there_find_their_hash_partitions()
    {
        await using var pair = await Pair.OfAsync(ByEnum);
        Pair.AssertSucceeded(await pair.MigrateAsync(Migrating.Defaults with { Content = MigrationContent.SchemaOnly }));
        Pair.AssertSucceeded(
            (await pair.MigrateAsync(Migrating.Defaults with { Content = MigrationContent.DataOnly })) with { Tables = [] });
        await AssertSameAsync(pair);
        Pair.AssertSucceeded(
            (await pair.MigrateAsync(Migrating.Defaults with { Existing = ExistingTables.Truncate })) with { Tables = [] });
        await AssertSameAsync(pair);
        Pair.AssertSucceeded((await pair.MigrateAsync(
            Migrating.Defaults with { Scope = new MigrationScope { SourceSchema = "s 1", TargetSchema = "other" } })) with { Tables = [] });
        await AssertSameAsync(pair, "other");
    }

    [Fact]
    public async Task Hash_partitions_on_text_arrive_in_another_encoding()
    {
        await using var pair = await Pair.OfAsync(
            """
            CREATE SCHEMA "s 1"; CREATE TABLE "s 1".words (k varchar(20), n int) PARTITION BY HASH (k); CREATE TABLE "s 1".w0 PARTITION OF "s 1".words FOR VALUES WITH (MODULUS 3, REMAINDER 0);
            CREATE TABLE "s 1".w1 PARTITION OF "s 1".words FOR VALUES WITH (MODULUS 3, REMAINDER 1); CREATE TABLE "s 1".w2 PARTITION OF "s 1".words FOR VALUES WITH (MODULUS 3, REMAINDER 2);
            INSERT INTO "s 1".words SELECT 'ä' || i, i FROM generate_series(1, 500) AS i;
            """,
            sourceEncoding: "LATIN1", targetEncoding: "UTF8");
        var summary = await pair.MigrateAsync();
        Pair.AssertSucceeded(summary with { Tables = [] });
        Assert.Equal(500, Assert.Single(summary.Tables).TargetRows);
        Assert.Equal(500, await pair.Target.ScalarAsync<long>("SELECT count(*) FROM \"s 1\".words WHERE k = 'ä' || n"));
    }

    [Fact]
    public async Task Range_partitions_on_text_arrive_under_another_order()
    {
        await using var target =
            await TestDatabase.CreateAsync(15, new TestDatabaseOptions { Side = TestSide.Target, IcuLocale = "en-US" });
        await using var pair = await Pair.OfAsync(
            """
            CREATE TABLE words (k text) PARTITION BY RANGE (k); CREATE TABLE low PARTITION OF words FOR VALUES FROM (MINVALUE) TO ('a'); CREATE TABLE high PARTITION OF words FOR VALUES FROM ('a') TO (MAXVALUE);
            INSERT INTO words SELECT chr(65 + i % 26 + 32 * (i % 2)) || i FROM generate_series(1, 500) AS i;
            """);
        var summary = await Migrating.RunAsync(pair.Source, target, null, null);
        Assert.Equal((500, (bool?)true), (Assert.Single(summary.Tables).TargetRows!.Value, summary.Tables[0].Validated));
        Assert.Equal(Outcome.Succeeded, summary.Outcome);
        Assert.Contains("en-US (ICU", Assert.Single(summary.Findings).Message, StringComparison.Ordinal);
        Assert.NotEqual(
            await pair.Source.ScalarAsync<long>("SELECT count(*) FROM low"), await target.ScalarAsync<long>("SELECT count(*) FROM low"));
    }

    private static async Task AssertSameAsync(Pair pair, string schema = "s 1")
    {
        // Values that name types go on naming those of the source's schema, which stands beside the new one here.
        foreach (var table in Tables.Where(table => schema == "s 1" || table != "by_class"))
        {
            Assert.Equal(await ContentAsync(pair.Source, "s 1", table), await ContentAsync(pair.Target, schema, table));
            Assert.True(await ContentAsync(pair.Target, schema, table) is (3000, _), table);
        }
    }

    // The text of a type's name has its schema before it, unless it is in the path.
    private static async Task<(long Rows, string? Hash)> ContentAsync(TestDatabase database, string schema, string table) => (
        await database.ScalarAsync<long>($"SELECT count(*) FROM \"{schema}\".{table}"),
        await database.ScalarAsync<string>(
            $"SET search_path = \"{schema}\"; SELECT sum(hashtextextended(t::text, 0)::numeric)::text FROM {table} AS t"));
}
