using ActorMigrate.Migration;

namespace ActorMigrate.Catalog;

/// <summary>Plans the DDL of a migration: every writer writes its objects, <c>pg_depend</c> puts them in order.</summary>
public static class SchemaPlanner
{
    /// <summary>The plan for <paramref name="source"/>; pure, and the same for the same input.</summary>
    public static SchemaPlan Plan(DatabaseCatalog source, SchemaPlanOptions options)
    {
        var context = new DdlContext(source, options);
        var (graph, ordered) = Order(source, context);
        var objects = Number(ordered, graph, SearchPath.OfTarget(source.Scope));
        var largeObjects = LargeObjectWriter.Write(context);
        var carried = ordered.SelectMany(index => graph.AddressesOf(index)).ToHashSet();
        return new SchemaPlan
        {
            Objects = objects,
            LargeObjects = largeObjects,
            Findings = [.. source.Objects.OfType<FunctionObject>().SelectMany(function => function.Findings(source.Scope))],
            NotMigrated = [.. context.Omitted, .. Inventory.NotCarriedOver(source, carried, graph.Blocked)],
        };
    }

    // Parts that tie a knot are taken out of what they are part of, as pg_dump does, and all is written again.
    private static (DraftGraph Graph, IReadOnlyList<int> Order) Order(DatabaseCatalog source, DdlContext context)
    {
        while (true)
        {
            var drafts = Drafts(source, context).ToList();
            drafts.AddRange(drafts.SelectMany(draft => PrivilegeWriter.Write(draft, context)).ToList());
            var graph = DraftGraph.Build(drafts, source.Dependencies, source.OtherTables);
            var ordered = TopologicalOrder.Of(graph);
            var knots = graph.Knots(ordered).Where(part => !context.IsSeparate(part)).ToList();
            if (knots.Count == 0)
                return (graph, ordered);
            context.Separate(knots);
        }
    }

    private static IEnumerable<Draft> Drafts(DatabaseCatalog source, DdlContext context) =>
    [
        .. ExistingTablesWriter.Write(context),
        .. source.Schemas.Select(schema => SchemaWriter.Write(schema, context)),
        .. source.Types.Select(type => TypeWriter.Write(type, context)),
        .. source.Types.OfType<DomainType>().SelectMany(domain => DomainWriter.WriteLater(domain, context)),
        .. source.Sequences.SelectMany(sequence => SequenceWriter.Write(sequence, context)),
        .. source.AllTables.SelectMany(table => TableDrafts(table, context)),
        .. source.Objects.SelectMany(found => found.Write(context)),
    ];

    private static IEnumerable<Draft> TableDrafts(Table table, DdlContext context) =>
        TableWriter.Write(table, context)
            .Concat(NotNullWriter.Write(table, context))
            .Concat(RowSecurityWriter.Write(table, context))
            .Concat(table.Constraints.SelectMany(constraint => ConstraintWriter.Write(constraint, table, context)))
            .Concat(table.Indexes.SelectMany(index => IndexWriter.Write(index, table, context)))
            .Concat(AnalyzeWriter.Write(table, context));

    private static List<SchemaObject> Number(IReadOnlyList<int> ordered, DraftGraph graph, string searchPath)
    {
        var ids = ordered.Select((draft, position) => (draft, Id: position + 1)).ToDictionary(pair => pair.draft, pair => pair.Id);
        return [.. ordered.Select(index =>
        {
            var draft = graph.Drafts[index];
            return new SchemaObject
            {
                Id = ids[index],
                Stage = graph.StageOf(index),
                Kind = draft.Kind,
                Name = draft.Name,
                Table = draft.Table,
                NeedsData = draft.ReadsAllBelow ? graph.TablesBelow(index) : draft.NeedsData,
                Statements = draft.Statements,
                // A need that comes later was cut out of a cycle.
                Needs = [.. graph.NeedsOf(index).Where(ids.ContainsKey).Select(need => ids[need]).Where(id => id < ids[index]).Order()],
                SearchPath = searchPath,
                ExistsQuery = draft.ExistsQuery,
            };
        })];
    }
}
