using ActorMigrate.Migration;
using ActorMigrate.TestServers;
using Npgsql;

namespace ActorMigrate.Postgres.Tests;

public sealed class IdentifierTests(TestDatabaseFixture fixture) : IClassFixture<TestDatabaseFixture>
{
    public static TheoryData<string> Names { get; } =
    [
        "plain", "Upper Case", "with\"quote", "\"", "\"\"", "a.b", "50%", @"back\slash", "new\nline", "tab\tstop", "ümläut ✓ 🐘",
        "select", "user", "1st",
        "$dollar$", "semi;colon", "it's", "--comment", "/*", "@at :colon", new('x', 63), "?", " ", "{0}",
    ];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_quoted_name_comes_back_as_it_was(string name)
    {
        await using var session = await fixture.Database.OpenAsync();
        await session.ExecuteAsync($"CREATE TEMP TABLE {Identifier.Quote(name)} ({Identifier.Quote(name)} int)");
        await using var command = new NpgsqlCommand($"SELECT {Identifier.Quote(name)} FROM {Identifier.Quote(name)}", session);

        await using (var reader = await command.ExecuteReaderAsync())
            Assert.Equal(name, reader.GetName(0));
        Assert.Equal(1L, await CountAsync(session, name));
    }

    [Fact]
    public void A_qualified_name_is_quoted_in_both_parts() =>
        Assert.Equal("\"a.\"\"b\".\"c\"", Identifier.Qualify(new QualifiedName("a.\"b", "c")));

    [Theory]
    [InlineData("")]
    [InlineData("nul\0inside")]
    public void A_name_that_no_object_can_have_is_an_error(string name) => Assert.Throws<ArgumentException>(() => Identifier.Quote(name));

    private static async Task<long> CountAsync(NpgsqlConnection session, string name)
    {
        await using var command = new NpgsqlCommand("SELECT count(*) FROM pg_class WHERE relname = $1 AND relpersistence = 't'", session);
        command.Parameters.Add(new NpgsqlParameter { Value = name });
        return (long)(await command.ExecuteScalarAsync())!;
    }
}
