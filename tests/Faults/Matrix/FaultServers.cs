using ActorMigrate.Postgres.LocalServers;
using ActorMigrate.TestServers;

namespace ActorMigrate.Faults.Tests.Matrix;

/// <summary>The two servers of the fault suite, which its cases may crash, with the workload as a template on the source's.</summary>
public sealed class FaultServers : IAsyncLifetime
{
    private const string Workload = """
        CREATE TABLE big (id bigint PRIMARY KEY, filler text NOT NULL, at timestamptz NOT NULL DEFAULT now());
        INSERT INTO big SELECT g, repeat(md5(g::text), 4), '2026-01-01'::timestamptz + g * interval '1 s' FROM generate_series(1, 40000) g;
        CREATE INDEX big_at ON big (at);
        CREATE TABLE author (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text NOT NULL UNIQUE);
        INSERT INTO author (name) SELECT 'author ' || g FROM generate_series(1, 500) g;
        CREATE TABLE book (id serial PRIMARY KEY, author bigint NOT NULL REFERENCES author, title text NOT NULL, price numeric CHECK (price >= 0));
        INSERT INTO book (author, title, price) SELECT 1 + g % 500, 'title ' || g, g % 90 FROM generate_series(1, 4000) g;
        CREATE INDEX book_title ON book (lower(title));
        CREATE TABLE loan (book int NOT NULL REFERENCES book, number int NOT NULL, note text, PRIMARY KEY (book, number));
        INSERT INTO loan SELECT 1 + g % 4000, g, CASE WHEN g % 3 = 0 THEN 'note ' || g END FROM generate_series(1, 12000) g;
        CREATE TABLE nothing (id int PRIMARY KEY);
        CREATE TABLE without_key (a int, b text);
        INSERT INTO without_key SELECT g % 10, 'b' FROM generate_series(1, 1000) g;
        CREATE VIEW long_title AS SELECT title FROM book WHERE length(title) > 9;
        ANALYZE;
        """;

    private const string Template = "workload";

    /// <summary>The source's.</summary>
    public LocalServer Source { get; private set; } = null!;

    /// <summary>The target's.</summary>
    public LocalServer Target { get; private set; } = null!;

    /// <inheritdoc />
    public async Task InitializeAsync()
    {
        Source = await TestServer.StartOwnAsync();
        // A transaction that somebody prepared and left can be looked for only where there may be one.
        Target = await TestServer.StartOwnAsync(settings: new Dictionary<string, string> { ["max_prepared_transactions"] = "2" });
        var template = await TestDatabase.CreateAsync(TestServer.Of(Source), new TestDatabaseOptions { Name = Template });
        await template.ExecuteAsync(Workload);
    }

    /// <summary>A database with the workload, and an empty one.</summary>
    public async Task<(TestDatabase Source, TestDatabase Target)> CreateAsync() =>
        (await TestDatabase.CreateAsync(TestServer.Of(Source), new TestDatabaseOptions { Template = Template }),
            await TestDatabase.CreateAsync(TestServer.Of(Target)));

    /// <inheritdoc />
    public async Task DisposeAsync()
    {
        await Source.DisposeAsync();
        await Target.DisposeAsync();
    }
}
