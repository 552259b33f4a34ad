using ActorMigrate.Migration;
using ActorMigrate.Migration.Phases;
using ActorMigrate.TestServers;

namespace ActorMigrate.EndToEnd.Tests;

public class FirstMigrationTests
{
    [Fact]
    public async Task A_small_database_arrives_and_is_validated()
    {
        await using var source = await TestDatabase.CreateAsync();
        await using var target = await TestDatabase.CreateAsync(options: new TestDatabaseOptions { Side = TestSide.Target });
        await source.ExecuteAsync("""
            CREATE TABLE author (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text NOT NULL UNIQUE, born date);
            CREATE TABLE book (id serial PRIMARY KEY, author bigint NOT NULL REFERENCES author, title text, price numeric(8,2) CHECK (price >= 0));
            CREATE INDEX book_title ON book (lower(title));
            INSERT INTO author (name, born) SELECT 'author ' || g, date '1900-01-01' + g FROM generate_series(1, 500) g;
            INSERT INTO book (author, title, price) SELECT 1 + g % 500, 'title ' || g, g % 90 FROM generate_series(1, 3000) g;
            """);
        var summary = await Migrating.RunAsync(source, target);
        Assert.Equal((Outcome.Succeeded, ""), (summary.Outcome,
            string.Join("\n", summary.Findings.Select(f => f.ToString()).Concat(summary.NotMigrated.Select(f => f.ToString())))));
        Assert.Equal(3000L, await target.ScalarAsync<long>("SELECT count(*) FROM book"));
        Assert.Equal(await source.PgDumpAsync(), await target.PgDumpAsync());
        Assert.False(await target.ScalarAsync<bool>("SELECT to_regnamespace('actormigrate') IS NOT NULL"));
        Assert.Equal(Enum.GetValues<Phase>(), summary.Phases.Select(phase => phase.Name));
    }
}
