using ActorMigrate.Catalog.Constraints;
using ActorMigrate.Catalog.Drafts;
using ActorMigrate.Catalog.Extensions;
using ActorMigrate.Catalog.Functions;
using ActorMigrate.Catalog.Indexes;
using ActorMigrate.Catalog.Inspection;
using ActorMigrate.Catalog.LargeObjects;
using ActorMigrate.Catalog.Objects;
using ActorMigrate.Catalog.Privileges;
using ActorMigrate.Catalog.Reading;
using ActorMigrate.Catalog.Renaming;
using ActorMigrate.Catalog.Sequences;
using ActorMigrate.Catalog.Tables;
using ActorMigrate.Catalog.Types;
using ActorMigrate.Migration;
using ActorMigrate.Migration.Objects;
using ActorMigrate.Migration.Summary;

namespace ActorMigrate.Catalog.Planning;

/// <summary>Plans the DDL of a migration: every writer writes its objects, <c>pg_depend</c> puts them in order.</summary>
public static class SchemaPlanner
{
    /// <summary>Returns the plan for <paramref name="source"/>; pure, and the same for the same input.</summary>
    public static SchemaPlan Plan(DatabaseCatalog source, SchemaPlanOptions options)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(options);
        var plan = PlanOne(source, options);
        if (source.Probes.Count > 0)
            plan = PlanRename.Of(plan,
                [.. source.Probes.Select(probe => (probe, PlanOne(probe.Catalog with { TargetDiffers = source.TargetDiffers }, options)))]);
        plan = RenamedConstants.Of(plan, source.Scope);
        var keywords = NewKeywords.Of(source, options);
        plan = plan with { Objects = [.. plan.Objects.Select(keywords.Quoted)],
            Findings = [.. plan.Findings, .. keywords.Findings([.. source.Objects.OfType<FunctionObject>()])] };
        plan = ContentPlan.Of(plan, options.Content);
        if (options.Target is { Objects.Count: > 0 } target)
            plan = plan with { Objects = [.. plan.Objects.Select(made => TargetObjects.OrLeft(made, target.Objects))] };
        plan = plan with { Objects = [.. plan.Objects.Select(UnnamedOperators.UnderItsPath)] };
        return plan with { Inexpressible = [.. VersionRules.Inexpressible(plan.Objects, source.ServerVersion, options.TargetVersion),
            .. VersionRules.Inexpressible(source, options.TargetVersion)] };
    }

    private static SchemaPlan PlanOne(DatabaseCatalog source, SchemaPlanOptions options)
    {
        source = RoleMap.Apply(source, options.RoleMap);
        var identities = PartitionIdentities.Of(source, options.TargetVersion);
        source = identities?.Catalog ?? source;
        var (tables, reasons) = (new HashSet<uint>(), new List<NotMigrated>(identities?.NotMigrated ?? []));
        while (true)
        {
            var context = new DdlContext(source, options);
            var (graph, ordered) = Order(source, context);
            var left = graph.Left.Where(one => graph.Drafts[one.Key].Kind is ObjectKinds.Table or ObjectKinds.ForeignTable).ToDictionary();
            if (left.Count == 0)
            {
                var plan = Finish(context, graph, ordered, reasons) with { LeftTables = tables };
                return plan with { Findings = [.. plan.Findings, .. identities?.Findings ?? []] };
            }
            // A table that is left out takes along what hangs on it, as one does that is out of scope.
            reasons.AddRange(left.Select(table => NotMigrated(graph, table)));
            tables.UnionWith(left.Keys.Select(index => graph.Drafts[index].Address!.Value.Oid));
            source = source.Without(tables);
        }
    }

    private static SchemaPlan Finish(DdlContext context, DraftGraph graph, IReadOnlyList<int> ordered, List<NotMigrated> left)
    {
        var source = context.Catalog;
        var carried = ordered.SelectMany(index => graph.AddressesOf(index)).Concat(graph.NotMade).Concat(context.Told).ToHashSet();
        var objects = Number(ordered, graph, context);
        var findingsOnRows = AnalyzeWriter.Findings(context).ToList();
        return new SchemaPlan
        {
            Objects = objects,
            CopiesAfter = new HiddenReads(graph, context).Copies(),
            LargeObjects = LargeObjectWriter.Write(context),
            Configuration = ConfigurationPlan.Of(context, objects),
            FindingsOnRows = findingsOnRows,
            Findings = [.. context.Notes, .. findingsOnRows, .. ExistingTablesWriter.Findings(context),
                .. SchemaWriter.Findings(carried, context), .. Inventory.Findings(source),
                .. source.Objects.OfType<FunctionObject>().SelectMany(function => function.Findings(source.Scope))],
            ComesAlong =
            [
                .. ordered.Select(index => graph.Drafts[index]).Where(draft => draft is { OnlyIfNeeded: true, Address: not null })
                    .Select(draft => $"{draft.Kind} {draft.Name}"),
                .. source.AllTables.Where(table => table.ComesAlong)
                    .Select(table => $"table {context.Mapped(table.Name)}, its definition alone"),
            ],
            NotMigrated =
            [
                .. left, .. graph.Left.Select(one => NotMigrated(graph, one)),
                .. context.Omitted,
                .. Inventory.NotCarriedOver(source, carried, graph.Blocked, context.Options.Target?.ServerObjects),
            ],
        };
    }

    private static NotMigrated NotMigrated(DraftGraph graph, KeyValuePair<int, string> left) =>
        new(graph.Drafts[left.Key].Kind, graph.Drafts[left.Key].Name, left.Value, Asked: true);

    // Parts that tie a knot are taken out of what they are part of, as pg_dump does, and all is written again.
    private static (DraftGraph Graph, IReadOnlyList<int> Order) Order(DatabaseCatalog source, DdlContext context)
    {
        while (true)
        {
            var drafts = Drafts(source, context).ToList();
            drafts = [.. drafts.Select(draft => OwnerWriter.HandOver(FormerMembers.InOrder(draft, context), context))];
            drafts = [.. LentRights.Lend(drafts, context)];
            drafts = [.. ExistingTablesWriter.Begin(drafts, [.. drafts.SelectMany(draft => LentPrivileges.Lend(draft, context))], context)];
            drafts.AddRange(drafts.SelectMany(draft => OwnerWriter.Write(draft, context).Concat(PrivilegeWriter.Write(draft, context))
                .Concat(SecurityLabelWriter.Write(draft, context))).ToList());
            var graph = DraftGraph.Build(drafts, source.Dependencies, source.OtherTables.Where(table => !context.TargetHasOther(table))
                .ToHashSet(), context.Options.SkippedKinds);
            new HiddenReads(graph, context).Order();
            UnnamedCasts.Order(graph, context);
            var ordered = TopologicalOrder.Of(graph);
            var knots = graph.Knots(ordered).Where(part => !context.IsSeparate(part)).ToList();
            if (knots.Count == 0)
                knots = [.. graph.KnotsBelowTables().Where(part => !context.IsSeparate(part))];
            if (knots.Count == 0)
                knots = [.. graph.FunctionKnots(ordered).Where(function => !context.IsSeparate(function))];
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
        .. source.Types.OfType<RangeType>().SelectMany(range => RangeWriter.WriteShell(range, context)),
        .. source.Types.OfType<DomainType>().SelectMany(domain => DomainWriter.WriteLater(domain, context)),
        .. source.Sequences.SelectMany(sequence => SequenceWriter.Write(sequence, context)),
        .. source.AllTables.SelectMany(table => TableDrafts(table, context)),
        .. source.Objects.Where(found => !ServerObjects.Covers(found.Address, context)).SelectMany(found => found.Write(context)),
        .. BuiltInPrivilegeWriter.Write(context),
    ];

    private static IEnumerable<Draft> TableDrafts(Table table, DdlContext context) =>
        TableWriter.Write(table, context)
            .Concat(NotNullWriter.Write(table, context))
            .Concat(RowSecurityWriter.Write(table, context))
            .Concat(table.Constraints.SelectMany(constraint => ConstraintWriter.Write(constraint, table, context)))
            .Concat(table.Indexes.SelectMany(index => IndexWriter.Write(index, table, context)))
            .Concat(AnalyzeWriter.Write(table, context));

    private static List<SchemaObject> Number(IReadOnlyList<int> ordered, DraftGraph graph, DdlContext context)
    {
        var ids = ordered.Select((draft, position) => (draft, Id: position + 1)).ToDictionary(pair => pair.draft, pair => pair.Id);
        var keys = Keys(graph);
        var hidden = new HiddenReads(graph, context);
        var searchPath = SearchPath.OfTarget(context.Scope);
        var newTables = NewTables.In(context);
        return [.. ordered.Select(index =>
        {
            var draft = graph.Drafts[index];
            return new SchemaObject
            {
                Id = ids[index],
                Key = keys[index],
                RelationName = draft.RelationName,
                Stage = graph.StageOf(index),
                Kind = draft.Kind,
                Name = draft.Name,
                Table = draft.Table,
                NeedsData =
                    NeedsData(draft, graph.StageOf(index), [.. DataBelowOrAbove(draft, graph, index)], hidden.NeedsData(index), context),
                Secret = draft.Secret,
                Statements = [.. draft.Statements, .. draft.Handover],
                Defining = draft.Statements.Count,
                // A need that comes later was removed from a cycle. Others may fail before what acts on all.
                Needs = [.. (draft.ActsOnAll ? graph.FirmNeedsOf(index) : graph.NeedsOf(index))
                    .Where(ids.ContainsKey).Select(need => ids[need]).Where(id => id < ids[index]).Order()],
                SearchPath = searchPath,
                OperatorPath = UnnamedOperators.PathOf(draft, graph.AddressesOf(index), searchPath, context),
                ExistsQuery = draft.ExistsQuery,
                IsNew = draft.Table is { } table && newTables.Contains(table),
                Later = draft.Later,
            };
        })];
    }

    private static IEnumerable<QualifiedName> DataBelowOrAbove(Draft draft, DraftGraph graph, int index) =>
        draft.ReadsAllBelow ? graph.TablesBelow(index) : draft.NeedsDataAbove ? graph.TablesAbove(index) : draft.NeedsData;

    // An object that is made before the rows are copied runs no function on any, and would wait for ever for rows that wait for it. Rows
    // for one leaf may come from every other leaf of the table that they are copied into.
    private static IReadOnlyList<QualifiedName> NeedsData(
        Draft draft, SchemaStage stage, IReadOnlyList<QualifiedName> named, IEnumerable<QualifiedName> hidden, DdlContext context)
    {
        if (stage < SchemaStage.AfterTransfer)
        {
            return named.Count == 0
                ? named
                : throw new InvalidOperationException(
                    $"{draft.Kind} {draft.Name} is to be made before the rows are copied, and needs rows of {named[0]}.");
        }

        IReadOnlyList<QualifiedName> needs = [.. named.Union(hidden)];
        var roots = (draft.Table is { } own ? needs.Append(own) : needs).Select(context.LoadRootOf).OfType<LoadRoot>().ToHashSet();
        return roots.Count == 0 ? needs : [.. needs.Union(roots.SelectMany(root => root.Leaves).Select(leaf => leaf.Name))];
    }

    /// <summary>Returns the key of a draft in every plan of the same source, whatever its text: the object and kind, and which of these it
    /// is.</summary>
    private static List<string> Keys(DraftGraph graph)
    {
        var seen = new Dictionary<string, int>();
        return [.. graph.Drafts.Select(draft =>
        {
            var key = $"{draft.Kind} of {draft.Address ?? (draft.Needs.Count > 0 ? draft.Needs[0] : default)}";
            seen[key] = seen.GetValueOrDefault(key) + 1;
            return $"{key}, {seen[key]}";
        })];
    }
}
