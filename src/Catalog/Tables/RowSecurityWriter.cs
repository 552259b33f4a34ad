namespace ActorMigrate.Catalog;

/// <summary>Writes a table's row security flags, once its rows are in: a forced one would hold for the load too.</summary>
internal static class RowSecurityWriter
{
    public static IEnumerable<Draft> Write(Table table, DdlContext context)
    {
        string[] actions =
        [
            .. table.HasRowSecurity ? ["ENABLE ROW LEVEL SECURITY"] : Array.Empty<string>(),
            .. table.ForcesRowSecurity ? ["FORCE ROW LEVEL SECURITY"] : Array.Empty<string>(),
        ];
        if (actions.Length == 0)
            yield break;
        yield return new Draft
        {
            Needs = [table.Address],
            After = [TableWriter.Ready(table)],
            Stage = SchemaStage.AfterTransfer,
            Kind = "row-security",
            Name = context.Mapped(table.Name).ToString(),
            Table = table.Name,
            NeedsData = table.HasRows ? [table.Name] : [],
            Statements = [$"ALTER TABLE {context.Qualify(table.Name)} {string.Join(", ", actions)}"],
        };
    }
}
