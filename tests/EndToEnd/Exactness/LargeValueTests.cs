using ActorMigrate.Migration.Options;
using ActorMigrate.TestServers;

namespace ActorMigrate.EndToEnd.Tests.Exactness;

public sealed class LargeValueTests
{
    [Fact]
    public async Task Large_values_arrive_in_binary_and_in_text()
    {
        await using var pair = await Pair.OfAsync("""
            CREATE TYPE pair AS (a int);
            CREATE TABLE in_binary (id int PRIMARY KEY, t text, b bytea);
            INSERT INTO in_binary SELECT i, repeat(md5(i::text), 600000), decode(repeat(md5(i::text), 600000), 'hex') FROM generate_series(1, 2) AS i;
            CREATE TABLE in_text (id int PRIMARY KEY, t text, b bytea, forces_text pair);
            INSERT INTO in_text SELECT *, NULL::pair FROM in_binary;
            """);
        var summary = await pair.MigrateExactlyAsync(Strategy.Of(PartitionBy.Keyset, chunk: 1));
        Assert.All(summary.Tables, table => Assert.InRange(table.Bytes, 55_000_000, 200_000_000));
    }

    [LongFact]
    public async Task A_value_of_900_MB_arrives()
    {
        await using var pair = await Pair.OfAsync("""
            CREATE TABLE huge (id int PRIMARY KEY, b bytea);
            ALTER TABLE huge ALTER b SET STORAGE EXTERNAL;
            INSERT INTO huge SELECT 1, convert_to(repeat(md5('x'), 28125000), 'UTF8');
            """);
        var summary = await pair.MigrateAsync();
        Pair.AssertSucceeded(summary);
        var table = Assert.Single(summary.Tables);
        Assert.InRange(table.Bytes, 900_000_000, 901_000_000);
        Assert.True(table.Checksummed);
        Assert.Equal(await DigestAsync(pair.Source), await DigestAsync(pair.Target));
    }

    [LongFact]
    public async Task A_row_that_is_too_large_to_travel_is_named_with_its_place()
    {
        await using var pair = await Pair.OfAsync("""
            CREATE TABLE huge (id int PRIMARY KEY, a text COMPRESSION lz4, b text COMPRESSION lz4);
            INSERT INTO huge SELECT i, 'x' FROM generate_series(1, 9) AS i;
            UPDATE huge SET a = repeat('a', 540000000) WHERE id = 5;
            UPDATE huge SET b = repeat('b', 540000000) WHERE id = 5;
            """);
        var summary = await pair.MigrateAsync();
        var place = await pair.Source.ScalarAsync<string>("SELECT ctid::text FROM huge WHERE id = 5");
        var finding = Assert.Single(summary.Findings);
        Assert.Equal("copy-table public.huge", finding.Object);
        Assert.EndsWith($" is at ctid {place}", finding.Message, StringComparison.Ordinal);
        Assert.Contains("larger than 1 GB", finding.Remedy, StringComparison.Ordinal);
    }

    private static Task<string?> DigestAsync(TestDatabase database) =>
        database.ScalarAsync<string>("SELECT md5(b) || ' of ' || octet_length(b) FROM huge");
}
