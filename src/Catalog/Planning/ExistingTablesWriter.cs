using ActorMigrate.Migration;

namespace ActorMigrate.Catalog;

/// <summary>Writes what happens to in-scope tables that exist in the target: one statement for all of them, because
/// tables that foreign keys tie together can only be emptied or dropped together.</summary>
internal static class ExistingTablesWriter
{
    public static IEnumerable<Draft> Write(DdlContext context)
    {
        var existing = (context.Options.Target?.Tables ?? [])
            .Where(table => table.Kind is 'r' or 'p')
            .Select(table => context.Qualify(table.Source))
            .ToList();
        if (existing.Count == 0 || context.Options.Existing == ExistingTables.Refuse)
            yield break;
        var drop = context.Options.Existing == ExistingTables.Drop;
        yield return new Draft
        {
            Address = new ObjectAddress(SystemCatalog.Class, 0),
            Step = Done,
            Stage = SchemaStage.Schema,
            Kind = drop ? "drop" : "truncate",
            Name = $"{existing.Count} existing tables",
            Statements = [$"{(drop ? "DROP TABLE IF EXISTS" : "TRUNCATE ONLY")} {string.Join(", ", existing)}"],
        };
    }

    /// <summary>The step that everything named like something existing comes after.</summary>
    public static Step Done { get; } = new("existing tables dealt with", 0);
}
