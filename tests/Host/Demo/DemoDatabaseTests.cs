using ActorMigrate.Host.Demo;
using ActorMigrate.TestServers;

namespace ActorMigrate.Host.Tests.Demo;

public sealed class DemoDatabaseTests
{
    private const double Small = 0.002;

    // The rows of every table as text, in an order that does not depend on where they lie.
    private const string Digest = """
        SELECT string_agg(t.name || ' ' || md5(xpath('//text()',
            query_to_xml(format('SELECT string_agg(r::text, chr(10) ORDER BY r::text COLLATE "C") FROM %I r', t.name), true, true, ''))::text), chr(10))
        FROM (SELECT relname AS name FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace ORDER BY relname) t
        """;

    [Fact]
    public async Task The_same_scale_gives_the_same_rows_on_every_version()
    {
        await using var old = await FilledAsync(15);
        await using var recent = await FilledAsync(18);

        var digest = await old.ScalarAsync<string>(Digest);

        Assert.Equal(9, digest!.Split('\n').Length);
        Assert.Equal(digest, await recent.ScalarAsync<string>(Digest));
    }

    [Fact]
    public async Task Every_kind_of_thing_that_is_to_be_shown_is_there()
    {
        await using var database = await FilledAsync(15);

        Assert.Equal(0L, await database.ScalarAsync<long>("SELECT count(*) FROM pg_constraint WHERE NOT convalidated"));
        Assert.Equal(11L, await database.ScalarAsync<long>("SELECT count(*) FROM pg_constraint WHERE contype = 'f'"));
        Assert.Equal(0L, await database.ScalarAsync<long>("SELECT count(*) FROM pg_proc WHERE pronamespace = 'public'::regnamespace"));
        Assert.True(await database.ScalarAsync<bool>("SELECT bool_and(body_bytes = octet_length(body)) FROM posts"));
        Assert.True(await database.ScalarAsync<bool>(
            "SELECT bool_or(owner_user_id IS NULL) AND bool_or(body LIKE '%😀%') AND bool_or(body LIKE E'%\\t%') FROM posts"));
        Assert.True(await database.ScalarAsync<bool>("SELECT count(*) > count(DISTINCT v::text) FROM page_views v"));
        Assert.Equal(1L, await database.ScalarAsync<long>("SELECT nextval('comments_id_seq') - max(id) FROM comments"));
    }

    [Fact]
    public void A_scale_multiplies_the_rows_and_never_leaves_a_table_empty()
    {
        Assert.Equal(3_660_000, new DemoScale(1).Rows);
        Assert.Equal(36_600_000, new DemoScale(10).Rows);
        Assert.Equal(70, new DemoScale(0.000001).Rows);
    }

    [Fact]
    public void Only_the_variables_are_replaced() =>
        Assert.Equal("200000, x::users, '21:42:52', a:b", new DemoScale(1).Apply(":users, x::users, '21:42:52', a:b"));

    private static async Task<TestDatabase> FilledAsync(int major)
    {
        var database = await TestDatabase.CreateAsync(major);
        await DemoDatabase.FillAsync(database.Uri, Small, new FillProgress(), CancellationToken.None);
        return database;
    }
}
