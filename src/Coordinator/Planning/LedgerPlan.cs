using ActorMigrate.Catalog.Drafts;
using ActorMigrate.Catalog.Tables;
using ActorMigrate.Control.Plan;
using ActorMigrate.Control.Tasks;
using ActorMigrate.Migration;
using ActorMigrate.Migration.Objects;
using ActorMigrate.Migration.Options;
using ActorMigrate.Migration.Phases;
using ActorMigrate.Migration.Planning;

namespace ActorMigrate.Coordinator.Planning;

/// <summary>Turns the plan of the schema into relations and tasks of the ledger, with what each needs. The copies are planned from what
/// this leaves there: by CopiesAhead, or later by PrepareTransfers. Pure.</summary>
internal sealed class LedgerPlan
{
    // Claims take the largest first: a later kind of task counts as a table so many times smaller.
    private const int Behind = 1024;

    private readonly ValidationOptions validation;
    private readonly LotPolicy lots;
    private readonly TaskIds ids = new();
    private readonly Dictionary<int, long> taskOfObject = [];
    private readonly Dictionary<QualifiedName, int> configurationOf = [];
    private readonly Dictionary<QualifiedName, RelationDraft> relations;

    private LedgerPlan(IEnumerable<Table> tables, IReadOnlyList<LoadRoot> roots, MigrationOptions options, LotPolicy lots)
    {
        (validation, this.lots) = (options.Validation, lots);
        var scope = options.Scope;
        var rootOf = roots.SelectMany(root => root.Tables.Select(table => (table.Name, root))).ToDictionary();
        var plain = tables.Where(table => !rootOf.ContainsKey(table.Name)).Select((table, i) => Relation(i + 1, table, scope)).ToList();
        relations = plain.ToDictionary(relation => relation.Source);
        foreach (var (i, root) in roots.Index())
        {
            var relation = Relation(plain.Count + i + 1, root, scope);
            foreach (var table in root.Tables)
                relations[table.Name] = relation;
        }
        Relations = [.. relations.Values.Distinct().OrderBy(relation => relation.Id)];
    }

    private IReadOnlyList<RelationDraft> Relations { get; set; }

    /// <summary>Puts to each relation those whose rows come before its own. Tables that are copied as one could wait for each other then:
    /// no relation waits for one with a lower number that waits for it.</summary>
    private void Order(IReadOnlyDictionary<QualifiedName, IReadOnlyList<QualifiedName>> copiesAfter)
    {
        var after = new Dictionary<int, HashSet<int>>();
        foreach (var (table, others) in copiesAfter.OrderBy(one => one.Key))
        {
            if (IdOf(table) is not { } id)
                continue;
            foreach (var other in others.Select(IdOf).OfType<int>().Where(other => other != id && !Reaches(other, id, after)))
            {
                if (!after.TryGetValue(id, out var before))
                    after[id] = before = [];
                before.Add(other);
            }
        }

        foreach (var name in relations.Keys.ToList())
        {
            if (after.TryGetValue(relations[name].Id, out var before))
                relations[name] = relations[name] with { Shape = relations[name].Shape! with { After = [.. before.Order()] } };
        }

        Relations = [.. relations.Values.DistinctBy(relation => relation.Id).OrderBy(relation => relation.Id)];
    }

    private static bool Reaches(int from, int to, Dictionary<int, HashSet<int>> after) =>
        Reachable.From([from], id => after.GetValueOrDefault(id, [])).Contains(to);

    /// <summary>Returns the whole plan: what makes objects before data is copied, what finishes them as soon as the data that each needs
    /// is in, the counts of both sides, and all of configuration tables and large objects.</summary>
    public static PlanDraft Of(
        SchemaPlan schema, IEnumerable<Table> tables, IReadOnlyList<LoadRoot> roots, MigrationOptions options, LotPolicy lots)
    {
        var plan = new LedgerPlan(tables, roots, options, lots);
        plan.Order(schema.CopiesAfter);
        var configuration = new ConfigurationTasks(schema.Configuration, plan.Relations.Count + 1, options, plan.ids);
        foreach (var relation in configuration.Relations)
            plan.configurationOf[relation.Source] = relation.Id;
        var largeObjects = new LargeObjectPlan(schema.LargeObjects, plan.Relations.Count + schema.Configuration.Count + 1, plan.ids);
        return new PlanDraft(
            [.. plan.Relations, .. configuration.Relations, .. largeObjects.Relation is { } all ? [all] : Array.Empty<RelationDraft>()],
            [
                .. schema.Objects.Select(plan.Statement),
                .. configuration.Tasks(extension => plan.MakersOf(schema, extension)),
                .. largeObjects.Tasks(),
                .. plan.Relations.Select(relation => plan.Count(relation, inSource: true)),
                .. plan.Relations.Select(relation => plan.Count(relation, inSource: false)),
            ],
            schema.NotMigrated,
            schema.Findings);
    }

    private static RelationDraft Relation(int id, Table table, MigrationScope scope) => new(
        id, table.Name, scope.Map(table.Name),
        RowEstimate.Of(table.Facts), table.Facts.TotalBytes, table.Copy.Binary, table.Copy.Reason)
    {
        Shape = new RelationShape(table.Facts, table.Copy.Columns),
    };

    private static RelationDraft Relation(int id, LoadRoot root, MigrationScope scope)
    {
        var name = root.Root.Name;
        var facts = new TableFacts
        {
            Name = name, Oid = root.Root.Oid, HeapBytes = root.Leaves.Sum(leaf => leaf.Facts.HeapBytes),
            ToastBytes = root.Leaves.Sum(leaf => leaf.Facts.ToastBytes),
            RelTuples = null, RelPages = 0, HasTidRangeScan = false, PrimaryKey = [],
        };
        var asText = root.Leaves.FirstOrDefault(leaf => !leaf.Copy.Binary);
        return new RelationDraft(
            id, name, scope.Map(name), root.Leaves.Sum(leaf => RowEstimate.Of(leaf.Facts)),
            facts.TotalBytes,
            asText is null, (asText ?? root.Root).Copy.Reason)
        {
            Shape = new RelationShape(facts, root.Root.Copy.Columns)
                { Leaves = [.. root.Leaves.Select(leaf => new RelationShape(leaf.Facts, leaf.Copy.Columns))] },
        };
    }

    private static (TaskLane Lane, Phase OpensAt, Phase AwaitedIn) Place(SchemaObject made) => made.Stage switch
    {
        SchemaStage.Schema => (TaskLane.Schema, Phase.CreateTargetSchema, Phase.CreateTargetSchema),
        SchemaStage.Table => (TaskLane.Schema, Phase.CreateTargetTables, Phase.CreateTargetTables),
        SchemaStage.Last => (TaskLane.Finish, Phase.Summarize, Phase.Summarize),
        _ => (TaskLane.Finish, Phase.TransferData, made.Kind == ObjectKinds.SetLogged
            ? Phase.ConvertTablesToLogged
            : Phase.CreatePrimaryKeys),
    };

    private TaskDraft Statement(SchemaObject made)
    {
        var id = ids.Next();
        taskOfObject[made.Id] = id;
        var (lane, opensAt, awaitedIn) = Place(made);
        var relation = made.Table is { } table ? relations.GetValueOrDefault(table) : null;
        var needed = made.NeedsData.Select(name => relations.GetValueOrDefault(name)).Append(relation).Distinct()
            .Sum(read => read?.EstimatedBytes ?? 0);
        return new TaskDraft(
            id, lane, made.Kind, made.Name, relation?.Id, opensAt, awaitedIn,
            new StatementPayload(made.Statements, made.SearchPath, made.ExistsQuery, made.Secret) { IsNew = made.IsNew },
            0, (relation?.EstimatedBytes ?? 0) / Math.Max(1, made.Later * Behind),
            [.. made.Needs.Select(need => taskOfObject[need]).Distinct()])
        {
            NeedsData = [.. made.NeedsData.Select(IdOf).OfType<int>().Distinct()],
            Together = made.Secret is null && lots.IsQuick(lane, made.Kind, needed),
        };
    }

    private int? IdOf(QualifiedName table) =>
        relations.TryGetValue(table, out var relation) ? relation.Id
        : configurationOf.TryGetValue(table, out var id) ? id
        : null;

    private IEnumerable<long> MakersOf(SchemaPlan schema, string extension) =>
        schema.Objects.Where(made => made.Kind == ObjectKinds.Extension && made.Name == extension).Select(made => taskOfObject[made.Id]);

    /// <summary>Returns the task that counts a table: the source is counted while the snapshot is held, the target at the end, where the
    /// rows are in.</summary>
    private TaskDraft Count(RelationDraft relation, bool inSource)
    {
        var phase = inSource ? Phase.TransferData : Phase.Validate;
        var name = inSource ? relation.Source : relation.Target;
        var payload = new CountPayload(name, inSource)
        {
            WithPartitions = relation.Shape!.Leaves is not null,
            Columns = validation.Checksums(relation.EstimatedBytes) ? relation.Shape.Columns : null,
            SameHashes = validation.SameHashes,
        };
        return new TaskDraft(
            ids.Next(), TaskLane.Compare, TaskKinds.CountRows, $"{name} in the {(inSource ? "source" : "target")}",
            relation.Id, phase, phase, payload, relation.EstimatedRows, relation.EstimatedBytes, [])
        {
            NeedsData = inSource ? [] : [relation.Id],
            Together = lots.IsQuick(TaskLane.Compare, TaskKinds.CountRows, relation.EstimatedBytes),
        };
    }
}
