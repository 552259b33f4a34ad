using ActorMigrate.Catalog;
using ActorMigrate.Migration;

namespace ActorMigrate.Coordinator.Preflight;

/// <summary>What must hold of the target's own objects. Pure; nothing of the target's is destroyed without being told to.</summary>
internal static class TargetRules
{
    private const int MostNamed = 10;

    public static void Check(TargetInspection target, MigrationOptions options)
    {
        if (options.Existing == ExistingTables.Refuse && target.Tables.Count > 0)
        {
            throw new RefusedException(
                $"The target is not empty; it has {Names([.. target.Tables.Select(table => table.Target.ToString())])}.",
                "Migrate into an empty database or schema, or say what is to become of them: --drop-existing-tables or --truncate-existing-tables.");
        }
    }

    private static string Names(IReadOnlyList<string> names)
    {
        var more = names.Count > MostNamed ? $" and {names.Count - MostNamed} more" : "";
        return string.Join(", ", names.Take(MostNamed)) + more;
    }
}
