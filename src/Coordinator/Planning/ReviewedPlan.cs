using System.Security.Cryptography;
using System.Text;
using ActorMigrate.Catalog;
using ActorMigrate.Catalog.Drafts;
using ActorMigrate.Catalog.Inspection;
using ActorMigrate.Catalog.Planning;
using ActorMigrate.Catalog.Tables;
using ActorMigrate.Migration.Objects;
using ActorMigrate.Migration.Options;
using ActorMigrate.Postgres.Facts;

namespace ActorMigrate.Coordinator.Planning;

/// <summary>The part of a plan by which a migration can tell whether it would still do what was reviewed: what ends up in the target, and
/// no rows, sizes, partitions or estimates, which change all the time.</summary>
public sealed record ReviewedPlan
{
    /// <summary>The version of ActorMigrate that planned.</summary>
    public required string Tool { get; init; }

    /// <summary>The source's database, as its server identifies it.</summary>
    public required string SourceDatabase { get; init; }

    /// <summary>The major versions of both servers.</summary>
    public required int SourceVersion { get; init; }

    /// <inheritdoc cref="SourceVersion"/>
    public required int TargetVersion { get; init; }

    /// <summary>The settings that decide what ends up in the target, by the names of their flags.</summary>
    public required IReadOnlyDictionary<string, string> Options { get; init; }

    /// <summary>The tables whose rows are copied, with their columns.</summary>
    public required IReadOnlyList<ReviewedTable> Tables { get; init; }

    /// <summary>The objects that are made, dropped or emptied in the target.</summary>
    public required IReadOnlyList<ReviewedObject> Objects { get; init; }

    /// <summary>The objects that are not carried over, each as its kind and name.</summary>
    public required IReadOnlyList<string> LeftOut { get; init; }

    /// <summary>Returns what a run that has looked at both servers would do.</summary>
    internal static ReviewedPlan Of(
        Run run, (ServerFacts Source, ServerFacts Target) servers, DatabaseCatalog catalog, TargetInspection found)
    {
        // Without the rule by which keys of large tables are built apart: a table that has grown is no difference.
        var schema = SchemaPlanner.Plan(
            catalog, SchemaPlanning.OptionsOf(run.Options, servers.Target.VersionNumber, found) with { LongBuildBytes = long.MaxValue });
        return new ReviewedPlan
        {
            Tool = run.Request.ToolVersion,
            SourceDatabase = servers.Source.Identity,
            SourceVersion = servers.Source.VersionNumber / 10000,
            TargetVersion = servers.Target.VersionNumber / 10000,
            Options = ReviewedOptions.Of(run.Options),
            Tables = [.. catalog.Without(schema.LeftTables).Tables.OrderBy(table => table.Name).Select(ReviewedTable.Of)],
            Objects = [.. schema.Objects.Where(made => !ReviewedObject.IsData(made)).Select(ReviewedObject.Of)],
            LeftOut = [.. schema.NotMigrated.Select(left => $"{left.Kind} {left.Name}").Order(StringComparer.Ordinal)],
        };
    }
}

/// <summary>A table whose rows are copied, with its columns and their types in their order.</summary>
public sealed record ReviewedTable(string Name, IReadOnlyList<ReviewedColumn> Columns)
{
    internal static ReviewedTable Of(Table table) =>
        new(table.Name.ToString(), [.. table.Columns.Select(column => new ReviewedColumn(column.Name, column.TypeName))]);
}

/// <summary>A column and its type.</summary>
public sealed record ReviewedColumn(string Name, string Type);

/// <summary>An object by its kind and name, with a digest (SHA-256, its first half) of the statements that make it in the target.</summary>
public sealed record ReviewedObject(string Kind, string Name, string Digest)
{
    /// <summary>Sequences' values change like rows.</summary>
    internal static bool IsData(SchemaObject made) => made.Kind == ObjectKinds.SequenceValue;

    internal static ReviewedObject Of(SchemaObject made) => new(made.Kind, made.Name, DigestOf(made));

    private static string DigestOf(SchemaObject made)
    {
        var text = string.Join('\n', made.Statements.Prepend(made.SearchPath));
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 16));
    }
}

/// <summary>The settings that decide what ends up in the target. Pure.</summary>
internal static class ReviewedOptions
{
    public static IReadOnlyDictionary<string, string> Of(MigrationOptions options) => new Dictionary<string, string>
    {
        ["source-schema"] = options.Scope.SourceSchema ?? "",
        ["target-schema"] = options.Scope.TargetSchema ?? "",
        ["map-schema"] = Pairs(options.Scope.SchemaMap),
        ["include-tables"] = List(options.Scope.IncludeTables),
        ["exclude-tables"] = List(options.Scope.ExcludeTables),
        ["drop-existing-tables"] = Switch(options.Existing == ExistingTables.Drop),
        ["truncate-existing-tables"] = Switch(options.Existing == ExistingTables.Truncate),
        ["use-unlogged-tables"] = Switch(options.UseUnloggedTables),
        ["no-owner"] = Switch(!options.Owners),
        ["no-privileges"] = Switch(!options.Privileges),
        ["no-analyze"] = Switch(!options.Analyze),
        ["schema-only"] = Switch(options.Content == MigrationContent.SchemaOnly),
        ["data-only"] = Switch(options.Content == MigrationContent.DataOnly),
        ["role-map"] = Pairs(options.RoleMap),
        ["roles"] = Switch(options.Roles),
        ["database-settings"] = Switch(options.DatabaseSettings),
        ["skip"] = List(options.SkippedKinds),
    };

    private static string Switch(bool on) => on ? "on" : "off";

    private static string List(IEnumerable<string> items) => string.Join(',', items.Order(StringComparer.Ordinal));

    private static string Pairs(IReadOnlyDictionary<string, string> pairs) => List(pairs.Select(pair => $"{pair.Key}={pair.Value}"));
}
