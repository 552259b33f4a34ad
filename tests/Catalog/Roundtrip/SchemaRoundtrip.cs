using ActorMigrate.Catalog.Drafts;
using ActorMigrate.Catalog.Inspection;
using ActorMigrate.Catalog.Planning;
using ActorMigrate.Catalog.Reading;
using ActorMigrate.Migration.Objects;
using ActorMigrate.Migration.Options;
using ActorMigrate.TestServers;
using Npgsql;

namespace ActorMigrate.Catalog.Tests.Roundtrip;

/// <summary>Builds a database, carries it over and compares the dumps of both.</summary>
internal sealed class SchemaRoundtrip : IAsyncDisposable
{
    /// <summary>Kinds that make no sense alone: steps in the making of an object, and schemas, which contain everything else.</summary>
    private static readonly string[] Steps =
    [
        "schema", "table", "partition", "default", "set-logged", "sequence-owner", "shell type", "view query", "function body",
        "operator family members", "index-partition", "truncate", "drop", "extension members",
    ];

    private readonly TestDatabase source;
    private readonly TestDatabase target;
    private readonly NpgsqlConnection sourceSession;
    private readonly NpgsqlConnection targetSession;

    private SchemaRoundtrip(TestDatabase source, TestDatabase target, NpgsqlConnection sourceSession, NpgsqlConnection targetSession)
    {
        (this.source, this.target, this.sourceSession, this.targetSession) = (source, target, sourceSession, targetSession);
        Executor = new PlanExecutor(sourceSession, targetSession);
    }

    public TestDatabase Source => source;

    public TestDatabase Target => target;

    public PlanExecutor Executor { get; private set; }

    public DatabaseCatalog Catalog { get; private set; } = null!;

    public SchemaPlan Plan { get; private set; } = null!;

    public static async Task<SchemaRoundtrip> OfAsync(string sourceSql, int sourceMajor = 15, int targetMajor = 15)
    {
        var source = await TestDatabase.CreateAsync(sourceMajor);
        var target = await TestDatabase.CreateAsync(targetMajor, new TestDatabaseOptions { Side = TestSide.Target });
        await PsqlScript.RunAsync(source, sourceSql);
        return new SchemaRoundtrip(source, target, await source.OpenAsync(), await target.OpenAsync());
    }

    /// <summary>Reads, plans and carries out; of <paramref name="options"/>, what was found in the target is found here.</summary>
    public async Task<SchemaRoundtrip> MigrateAsync(
        MigrationScope? scope = null, bool unlogged = false, ExistingTables existing = ExistingTables.Refuse,
        SchemaPlanOptions? options = null)
    {
        await ReadAsync(scope);
        await using (var path = new NpgsqlCommand("SET search_path = pg_catalog", targetSession))
            await path.ExecuteNonQueryAsync();
        options ??= new SchemaPlanOptions { TargetVersion = ServerVersion.Of(targetSession), Unlogged = unlogged, Existing = existing };
        var found = await TargetInspector.InspectAsync(targetSession, Catalog, CancellationToken.None);
        if (options.Existing == ExistingTables.Truncate)
            found = found with { Objects = (await TargetObjects.ReadAsync(targetSession, Catalog.Scope, CancellationToken.None)).Forms };
        Plan = SchemaPlanner.Plan(Catalog, options with { Target = found });
        Catalog = Catalog.Without(Plan.LeftTables);
        // A new kind needs its word among those that --skip takes.
        Assert.All(Plan.Objects, made => Assert.True(ObjectKinds.Skippable.Concat(Steps).Contains(made.Kind), made.Kind));
        Executor = new PlanExecutor(sourceSession, targetSession);
        await Executor.RunAsync(Catalog, Plan);
        return this;
    }

    public async Task ReadAsync(MigrationScope? scope = null)
    {
        await using var transaction = await sourceSession.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead);
        Catalog = await CatalogReader.ReadAsync(sourceSession, scope ?? new MigrationScope(), CancellationToken.None);
    }

    /// <summary>Nothing failed, nothing is reported as left out, and both sides dump to the same text, rows included.</summary>
    public async Task AssertSameAsync(params string[] pgDumpArguments)
    {
        Assert.Empty(Executor.Failures);
        Assert.Empty(Plan.NotMigrated);
        await AssertSameDumpAsync(pgDumpArguments);
    }

    public async Task AssertSameDumpAsync(params string[] pgDumpArguments)
    {
        Assert.Equal(await DumpText.OfAsync(source, pgDumpArguments), await DumpText.OfAsync(target, pgDumpArguments));
    }

    /// <summary>How the target's objects differ from those of a plan beside their form.</summary>
    public async Task<IReadOnlyList<string>> DifferencesAsync()
    {
        await ReadAsync();
        var found = await TargetInspector.InspectAsync(targetSession, Catalog, CancellationToken.None);
        var plan = SchemaPlanner.Plan(
            Catalog,
            new SchemaPlanOptions
                { TargetVersion = ServerVersion.Of(targetSession), Existing = ExistingTables.Truncate, Target = found });
        var forms = await TargetObjects.ReadAsync(targetSession, Catalog.Scope, CancellationToken.None);
        return forms.Differences(plan, plan.Objects.Select(made => made.Id).ToHashSet(), privileges: true);
    }

    public async ValueTask DisposeAsync()
    {
        await sourceSession.DisposeAsync();
        await targetSession.DisposeAsync();
        await source.DisposeAsync();
        await target.DisposeAsync();
    }
}
