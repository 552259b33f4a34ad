using ActorMigrate.Catalog.Drafts;
using ActorMigrate.Migration.Objects;

namespace ActorMigrate.Catalog.Tables;

/// <summary>Writes a table's row security flags: on, once its rows are in; forced on its owner, once its rows are counted and its foreign
/// keys are checked, which the owner might do.</summary>
internal static class RowSecurityWriter
{
    public static IEnumerable<Draft> Write(Table table, DdlContext context)
    {
        if (table.HasRowSecurity)
            yield return Alter(table, "ENABLE", SchemaStage.AfterTransfer, context);
        if (table.ForcesRowSecurity)
            yield return Alter(table, "FORCE", SchemaStage.Last, context);
    }

    private static Draft Alter(Table table, string action, SchemaStage stage, DdlContext context) => new()
    {
        Needs = [table.Address],
        After = [TableWriter.Ready(table)],
        Stage = stage,
        Kind = ObjectKinds.RowSecurity,
        Name = context.Mapped(table.Name).ToString(),
        Table = table.Name,
        NeedsData = table.HasRows ? [table.Name] : [],
        Statements = [$"ALTER TABLE {context.Qualify(table.Name)} {action} ROW LEVEL SECURITY"],
    };
}
