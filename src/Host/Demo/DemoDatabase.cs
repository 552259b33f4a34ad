using ActorMigrate.Postgres;
using ActorMigrate.Postgres.Connection;
using ActorMigrate.Postgres.Session;
using Npgsql;

namespace ActorMigrate.Host.Demo;

/// <summary>Fills a database with the tables of a question-and-answer site. The same scale gives the same rows on every server.</summary>
internal static class DemoDatabase
{
    // Scripts and the tables that they fill, the longest first, so that the sessions end together.
    private static readonly (string Script, string[] Tables)[] Scripts =
    [
        .. new[] { "posts", "comments", "votes", "users", "badges", "page_views", "post_links" }.Select(table => (table, new[] { table })),
        ("lookups", ["post_types", "vote_types"]),
    ];

    /// <summary>Fills the empty database at <paramref name="uri"/>. Scale 1 is
    /// <see cref="DemoScale"/>'s few million rows; fractions are fine.</summary>
    public static async Task FillAsync(string uri, double scale, FillProgress progress, CancellationToken cancellationToken)
    {
        // A target's sessions are those that may write.
        await using var database = new Database(ServerConnection.Parse(uri, "source", ConnectionEnvironment.OfProcess()), Side.Target);
        var sizes = new DemoScale(scale);
        var parallel = new ParallelOptions
        {
            MaxDegreeOfParallelism = Math.Clamp(Environment.ProcessorCount, 2, 4),
            CancellationToken = cancellationToken,
        };

        await RunAsync(database, [Read("schema")], cancellationToken);
        progress.Begin("tables are filled", Scripts.Sum(script => script.Tables.Length));
        await Parallel.ForEachAsync(Scripts, parallel, async (script, token) =>
        {
            await FillTablesAsync(database, script.Script, script.Tables, sizes, token);
            progress.Step(script.Tables.Length);
        });
        await RunAsync(database, [Read("foreign_keys")], cancellationToken);
        var unvalidated = await UnvalidatedAsync(database, cancellationToken);
        progress.Begin("foreign keys are checked", unvalidated.Count);
        await Parallel.ForEachAsync(unvalidated, parallel, async (statement, token) =>
        {
            await RunAsync(database, [statement], token);
            progress.Step(1);
        });
    }

    private static string Read(string name) => SqlText.Load<DemoScale>($"demo_{name}.sql");

    // In one transaction with the truncation, a server at wal_level minimal logs none of it.
    private static Task FillTablesAsync(
        Database database, string script, string[] tables, DemoScale sizes, CancellationToken cancellationToken) => RunAsync(
        database,
        [
            Read("functions"), "BEGIN", $"TRUNCATE {string.Join(", ", tables.Select(Identifier.Quote))}",
            sizes.Apply(Read(script)), "COMMIT",
        ],
        cancellationToken);

    private static async Task<IReadOnlyList<string>> UnvalidatedAsync(Database database, CancellationToken cancellationToken)
    {
        const string query = """
            SELECT n.nspname, r.relname, c.conname
            FROM pg_constraint c JOIN pg_class r ON r.oid = c.conrelid JOIN pg_namespace n ON n.oid = r.relnamespace
            WHERE c.contype = 'f' AND NOT c.convalidated
            ORDER BY r.relpages DESC, c.conname
            """;
        await using var session = await database.OpenAsync(SessionPurpose.Schema, cancellationToken);
        await using var command = new NpgsqlCommand(query, session);
        return await command.ReadAllAsync(
            row => $"ALTER TABLE {Identifier.Qualify(row.Name(0))} VALIDATE CONSTRAINT {Identifier.Quote(row.GetString(2))}",
            cancellationToken);
    }

    private static async Task RunAsync(Database database, IReadOnlyList<string> scripts, CancellationToken cancellationToken)
    {
        await using var session = await database.OpenAsync(SessionPurpose.Schema, cancellationToken);
        foreach (var script in scripts.Prepend("SET search_path = public; SET maintenance_work_mem = '128MB'"))
        {
            await using var command = new NpgsqlCommand(script, session) { CommandTimeout = 0 };
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
    }
}
