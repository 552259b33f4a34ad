using ActorMigrate.TestServers;

namespace ActorMigrate.Postgres.Tests;

public sealed class LiteralTests(TestDatabaseFixture fixture) : IClassFixture<TestDatabaseFixture>
{
    public static IEnumerable<object[]> Cases =>
        from value in new[] { "", "plain", "it's", @"a\b", @"\", @"\'", @"'\", @"\\'';", "line\nbreak", "%s {0}", "🐘", "$$", "@p :p ?",
            "-- x", "semi;colon", "E'x'" }
        from conforming in new[] { "on", "off" }
        select new object[] { value, conforming };

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task A_literal_means_the_same_under_either_setting(string value, string conforming)
    {
        await using var session = await fixture.Database.OpenAsync();
        await session.ExecuteAsync($"SET standard_conforming_strings = {conforming}");

        Assert.Equal(value, await session.ScalarAsync<string>($"SELECT {Literal.Quote(value)}"));
    }

    [Fact]
    public void Null_is_not_the_empty_text() => Assert.Equal(("NULL", "''"), (Literal.Quote(null), Literal.Quote("")));

    [Fact]
    public void A_NUL_is_an_error() => Assert.Throws<ArgumentException>(() => Literal.Quote("a\0b"));
}
