using ActorMigrate.Host.Progress;
using ActorMigrate.Migration;
using ActorMigrate.Migration.Options;
using ActorMigrate.Migration.Summary;
using ActorMigrate.TestServers;

namespace ActorMigrate.EndToEnd.Tests.Running;

/// <summary>A source and an empty target.</summary>
internal sealed class Pair : IAsyncDisposable
{
    private Pair(TestDatabase source, TestDatabase target) => (Source, Target) = (source, target);

    public TestDatabase Source { get; }

    public TestDatabase Target { get; }

    /// <summary>Makes both and runs <paramref name="sql"/> in the source.</summary>
    public static async Task<Pair> OfAsync(
        string sql, int targetMajor = TestServer.DefaultMajor, int sourceMajor = TestServer.DefaultMajor,
        string? sourceEncoding = null, string? targetEncoding = null)
    {
        var source = await TestDatabase.CreateAsync(sourceMajor, In(sourceEncoding, TestSide.Source));
        var target = await TestDatabase.CreateAsync(targetMajor, In(targetEncoding, TestSide.Target));
        var pair = new Pair(source, target);
        try
        {
            await source.ExecuteAsync(sql);
            return pair;
        }
        catch
        {
            await pair.DisposeAsync();
            throw;
        }
    }

    public Task<MigrationSummary> MigrateAsync(MigrationOptions? options = null, IProgressSink? progress = null) =>
        Migrating.RunAsync(Source, Target, options, progress);

    /// <summary>Migrates, and asserts that the run calls itself successful, that the target holds the source's rows, and that the
    /// summary's sums are those of both sides.</summary>
    public async Task<MigrationSummary> MigrateExactlyAsync(MigrationOptions? options = null, IProgressSink? progress = null)
    {
        var summary = await MigrateAsync(options, progress);
        AssertSucceeded(summary);
        await AssertSameRowsAsync(options?.Scope);
        return summary;
    }

    /// <summary>Migrates, and asserts success whatever the findings.</summary>
    public async Task<MigrationSummary> MigrateExactlyButForFindingsAsync(MigrationOptions? options = null, IProgressSink? progress = null)
    {
        var summary = await MigrateAsync(options, progress);
        AssertSucceeded(summary with { Findings = [] });
        return summary;
    }

    /// <summary>Asserts that both sides hold the same rows in the same tables.</summary>
    public async Task AssertSameRowsAsync(MigrationScope? scope = null)
    {
        scope ??= new MigrationScope();
        Assert.Equal(await Contents.OfAsync(Source, scope.MapSchema), await Contents.OfAsync(Target));
    }

    /// <summary>Asserts that pg_dump writes the same text for both sides, which must be of a
    /// version that the installed pg_dump reads.</summary>
    public async Task AssertSameDumpAsync() =>
        Assert.Equal(await Source.PgDumpAsync("--schema-only"), await Target.PgDumpAsync("--schema-only"));

    public static void AssertSucceeded(MigrationSummary summary)
    {
        Assert.True(Told(summary).Length == 0, Told(summary));
        Assert.Equal(Outcome.Succeeded, summary.Outcome);
        Assert.All(summary.Tables, AssertSums);
    }

    /// <summary>All that the summary complains of, a line each.</summary>
    public static string Told(MigrationSummary summary) => string.Join(
        "\n",
        summary.Findings.Select(finding => finding.ToString())
            .Concat(summary.NotMigrated.Select(left => left.ToString()))
            .Concat(summary.Tables.Where(table => table.Validated == false).Select(table => table.ToString())));

    public async ValueTask DisposeAsync()
    {
        await Source.DisposeAsync();
        await Target.DisposeAsync();
    }

    private static TestDatabaseOptions In(string? encoding, TestSide side) =>
        new() { Side = side, Encoding = encoding, Locale = encoding is null ? null : "C" };

    private static void AssertSums(TableSummary table)
    {
        Assert.Equal((true, (bool?)true), (table.Success, table.Validated));
        Assert.Equal((table.Rows, table.Rows), (table.SourceRows!.Value, table.TargetRows!.Value));
        Assert.Equal(table.Partitions, table.Attempts);
        Assert.True(table.Rows == 0 || table.Bytes > 0, $"{table.Source} moved {table.Rows} rows in {table.Bytes} bytes");
        Assert.Null(table.Error);
    }
}
