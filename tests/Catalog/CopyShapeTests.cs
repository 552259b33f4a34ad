namespace ActorMigrate.Catalog.Tests;

public sealed class CopyShapeTests
{
    [Theory]
    [InlineData("int", true)]
    [InlineData("numeric(10,2)[]", true)]
    [InlineData("tsvector", true)]
    [InlineData("int4range", true)]
    [InlineData("int4multirange", true)]
    [InlineData("oid", true)]
    [InlineData("mood", true)]
    [InlineData("short", true)]
    [InlineData("moods", false)]
    [InlineData("mood[]", false)]
    [InlineData("pair", false)]
    [InlineData("spans", true)]
    [InlineData("regclass", false)]
    [InlineData("regtype[]", false)]
    [InlineData("xml", false)]
    [InlineData("aclitem", false)]
    [InlineData("hstore", false)]
    [InlineData("citext", false)]
    public async Task Binary_only_where_the_bytes_mean_the_same_in_both_clusters(string type, bool binary)
    {
        await using var roundtrip = await SchemaRoundtrip.OfAsync($"""
            CREATE EXTENSION hstore; CREATE EXTENSION citext;
            CREATE TYPE mood AS ENUM ('a'); CREATE DOMAIN short AS varchar(3); CREATE DOMAIN moods AS mood[];
            CREATE TYPE pair AS (a int); CREATE TYPE spans AS RANGE (subtype = float8);
            CREATE TABLE t (id int, x {type}, g int GENERATED ALWAYS AS (id) STORED, dropped int);
            ALTER TABLE t DROP COLUMN dropped;
            """);
        await roundtrip.ReadAsync();
        var copy = Assert.Single(roundtrip.Catalog.Tables).Copy;
        Assert.Equal(["id", "x"], copy.Columns);
        Assert.Equal(binary, copy.Binary);
        Assert.StartsWith(binary ? "binary: " : "text: column x: ", copy.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("int", true)]
    [InlineData("mood", true)]
    [InlineData("mood[]", true)]
    [InlineData("short", true)]
    [InlineData("citext", false)]
    [InlineData("citext[]", false)]
    [InlineData("any_case", false)]
    [InlineData("pair", false)]
    [InlineData("spans", false)]
    public async Task A_key_is_one_to_cut_a_table_by_only_where_the_servers_own_operators_order_it(string type, bool ordered)
    {
        await using var roundtrip = await SchemaRoundtrip.OfAsync($"""
            CREATE EXTENSION citext; CREATE TYPE mood AS ENUM ('a'); CREATE DOMAIN short AS varchar(3); CREATE DOMAIN any_case AS citext;
            CREATE TYPE pair AS (a int); CREATE TYPE spans AS RANGE (subtype = float8);
            CREATE TABLE t (id int, x {type}, PRIMARY KEY (id, x));
            """);
        await roundtrip.ReadAsync();
        Assert.Equal(ordered ? ["id", "x"] : [], Assert.Single(roundtrip.Catalog.Tables).Facts.PrimaryKey.Select(column => column.Name));
    }

    [Fact]
    public async Task Facts_come_from_the_storage_and_not_from_statistics()
    {
        await using var roundtrip = await SchemaRoundtrip.OfAsync("""
            CREATE TABLE t (a int, b text, c int, PRIMARY KEY (c, a)) WITH (autovacuum_enabled = off);
            INSERT INTO t SELECT i, repeat(md5(i::text), 400), i FROM generate_series(1, 300) AS i;
            """);
        await roundtrip.Source.ExecuteAsync("ALTER TABLE t ALTER b SET STORAGE EXTERNAL; UPDATE t SET b = b || 'x'");
        await roundtrip.ReadAsync();
        var facts = Assert.Single(roundtrip.Catalog.Tables).Facts;
        Assert.Equal(await roundtrip.Source.ScalarAsync<long>("SELECT pg_relation_size('t')"), facts.HeapBytes);
        Assert.True(facts.ToastBytes > 1_000_000, $"{facts.ToastBytes} bytes of TOAST");
        Assert.Equal(-1, facts.RelTuples);
        Assert.True(facts.HasTidRangeScan);
        Assert.Equal(["c", "a"], facts.PrimaryKey.Select(column => column.Name));
        Assert.Equal(["\"pg_catalog\".\"int4\"", "\"pg_catalog\".\"int4\""], facts.PrimaryKey.Select(column => column.TypeName));
    }
}
