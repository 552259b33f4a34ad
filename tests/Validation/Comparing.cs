using ActorMigrate.Migration.Options;
using ActorMigrate.Migration.Summary;
using ActorMigrate.Postgres.Session;
using ActorMigrate.TestServers;

namespace ActorMigrate.Validation.Tests;

/// <summary>Two databases whose contents are compared.</summary>
internal static class Comparing
{
    /// <summary>Compares a database that <paramref name="inSource"/> fills with one that <paramref name="inTarget"/> fills.</summary>
    public static async Task<IReadOnlyList<TableSummary>> OfAsync(
        string inSource, string inTarget, ValidationOptions options, MigrationScope? scope = null)
    {
        await using var source = await TestDatabase.CreateAsync();
        await using var target = await TestDatabase.CreateAsync();
        await source.ExecuteAsync(inSource);
        await target.ExecuteAsync(inTarget);
        return await OfAsync(source, target, options, scope);
    }

    /// <summary>Compares two databases.</summary>
    public static async Task<IReadOnlyList<TableSummary>> OfAsync(
        TestDatabase source, TestDatabase target, ValidationOptions options, MigrationScope? scope = null)
    {
        await using var from = source.As(Side.Source);
        await using var to = target.As(Side.Target);
        return [.. (await new DatabaseComparison(from, to, options).RunAsync(scope ?? new MigrationScope(), 2, _ => { }, default))
            .OrderBy(table => table.Source)];
    }
}
