using ActorMigrate.Postgres;

namespace ActorMigrate.Catalog;

/// <summary>Writes primary keys, unique and exclusion constraints, each of which owns an index.</summary>
internal static class KeyWriter
{
    public static IEnumerable<Draft> Write(Constraint key, Table table, DdlContext context)
    {
        var index = key.Index ?? throw new InvalidOperationException($"Constraint {key.Name} on {table.Name} has no index.");
        yield return Add(key, index, table, context);
        if (index.Parent != 0)
            yield return IndexAttachment.Write(index.Address, index.Name, index.Parent, table, context);
    }

    private static Draft Add(Constraint key, ConstraintIndex index, Table table, DdlContext context)
    {
        var name = context.Qualify(table.Name);
        return new Draft
        {
            Address = key.Address,
            Parts = [index.Address],
            Needs = [table.Address],
            After = [TableWriter.Ready(table)],
            Stage = SchemaStage.AfterTransfer,
            Kind = KindOf(key.Kind),
            Name = ConstraintWriter.NameOf(key, table, context),
            Table = table.Name,
            NeedsData = table.IsPartitioned ? [] : [table.Name],
            Statements =
            [
                .. TablespaceWriter.In(
                    index.Tablespace, $"index {table.Name with { Name = index.Name }}", context,
                    $"ALTER TABLE ONLY {name} ADD CONSTRAINT {Identifier.Quote(key.Name)} {Definition(key, index)}"),
                .. IndexWriter.Marks(index.Name, index.IsClustered, index.IsReplicaIdentity, table, context),
                .. ConstraintWriter.Comment(key, table, context),
                .. context.DependOnExtensions($"INDEX {context.Qualify(table.Name with { Name = index.Name })}", index.Address),
                .. context.Comment($"INDEX {context.Qualify(table.Name with { Name = index.Name })}", index.Address),
            ],
            ExistsQuery = ConstraintWriter.ExistsQuery(key, table, context),
        };
    }

    /// <summary>The deparsed definition with the index's storage parameters, which PostgreSQL leaves out of it for keys
    /// (but not for exclusion constraints). They stand before DEFERRABLE.</summary>
    internal static string Definition(Constraint key, ConstraintIndex index)
    {
        if (index.Options.Length == 0 || key.Kind == ConstraintKind.Exclusion)
            return key.Definition;
        var deferrability = (key.IsDeferrable ? " DEFERRABLE" : "") + (key.IsDeferred ? " INITIALLY DEFERRED" : "");
        if (!key.Definition.EndsWith(deferrability, StringComparison.Ordinal))
            throw new InvalidOperationException($"The definition of constraint {key.Name} does not end as expected: {key.Definition}");
        return $"{key.Definition[..^deferrability.Length]} WITH ({StorageOptions.List(index.Options)}){deferrability}";
    }

    private static string KindOf(ConstraintKind kind) => kind switch
    {
        ConstraintKind.PrimaryKey => "primary-key",
        ConstraintKind.Unique => "unique",
        _ => "exclusion",
    };
}
