using ActorMigrate.Catalog;
using ActorMigrate.Catalog.Drafts;
using ActorMigrate.Catalog.Planning;
using ActorMigrate.Coordinator.Planning;
using ActorMigrate.Migration;
using ActorMigrate.Migration.Options;
using ActorMigrate.Postgres.Facts;
using Npgsql;

namespace ActorMigrate.Coordinator.Preflight;

/// <summary>Names and definitions with characters that the target's encoding lacks. The target could not even be asked whether it has
/// objects of such names.</summary>
internal static class UnwritableDefinitions
{
    /// <summary>Plans the objects for an empty target, and refuses those that the target of <paramref name="session"/> cannot
    /// write.</summary>
    /// <exception cref="CheckFailureException">There are some.</exception>
    public static async Task RefuseAsync(
        NpgsqlConnection session, DatabaseCatalog catalog, MigrationOptions options, ServersSeen servers,
        CancellationToken cancellationToken)
    {
        var encoding = servers.Target.Encoding;
        if (encoding == servers.Source.Encoding || !LackingCharacters.MayBe(session))
            return;
        var planned = SchemaPlanning.OptionsOf(options, servers.Target.VersionNumber, target: null) with { Analyze = false };
        var plan = SchemaPlanner.Plan(catalog, planned);
        var lacking = await LackingCharacters.FindAsync(session, plan.Objects.SelectMany(TextsOf), cancellationToken);
        List<string> objects =
        [
            .. plan.Objects.Where(made => TextsOf(made).Any(text => text.EnumerateRunes().Any(lacking.Contains)))
                .Select(made => $"{made.Kind} {made.Name}").Distinct(),
        ];
        if (objects.Count == 0)
            return;
        var characters = string.Join(' ', lacking.OrderBy(rune => rune.Value).Take(20));
        var found = CheckFinding.Fail(
            objects,
            $"The target's encoding {encoding} lacks characters of names, definitions or comments "
                + $"({characters}): {NameList.Of(objects)}.",
            "Migrate into a database of the encoding UTF8, or change these in the source.");
        throw new CheckFailureException([found]) { Check = PreflightChecks.Names };
    }

    private static IEnumerable<string> TextsOf(SchemaObject made) => made.Statements.Append(made.Name).Append(made.SearchPath);
}
