using ActorMigrate.Catalog;
using ActorMigrate.Control;
using ActorMigrate.Coordinator.Actors;
using ActorMigrate.Migration;

namespace ActorMigrate.Coordinator;

/// <summary>Turns what was planned (objects of the schema, transfers of tables) into tasks of the ledger, with what each needs.
/// Pure but for the numbers that it hands out.</summary>
internal sealed class LedgerPlan
{
    private readonly TaskIds ids = new();
    private readonly Dictionary<int, long> taskOfObject = [];
    private readonly Dictionary<QualifiedName, List<long>> copiesOf = [];
    private readonly Dictionary<QualifiedName, RelationDraft> relations;
    private readonly SchemaPlan schema;
    private readonly LargeObjectPlan largeObjects;

    public LedgerPlan(SchemaPlan schema, IEnumerable<Table> tables, MigrationScope scope)
    {
        this.schema = schema;
        relations = tables.Select((table, i) => Relation(i + 1, table, scope)).ToDictionary(relation => relation.Source);
        largeObjects = new LargeObjectPlan(schema.LargeObjects, relations.Count + 1, ids);
    }

    /// <summary>The in-scope tables, numbered, and the large objects as one more.</summary>
    public IReadOnlyCollection<RelationDraft> Relations =>
        largeObjects.Relation is { } relation ? [.. relations.Values, relation] : relations.Values;

    /// <summary>The tasks that copy large objects and give them owners, comments and privileges.</summary>
    public IReadOnlyList<TaskDraft> LargeObjects() => largeObjects.Copies();

    /// <summary>The tasks that make the objects of a stage before any data is copied.</summary>
    public IReadOnlyList<TaskDraft> Objects(SchemaStage stage, Phase phase) =>
        [.. schema.Objects.Where(made => made.Stage == stage).Select(made => Statement(made, TaskLane.Schema, phase, phase))];

    /// <summary>The tasks that copy a table: one, or one per partition. Each needs everything that makes the table.</summary>
    public IReadOnlyList<TaskDraft> Copies(Table table, IReadOnlyList<Partition> partitions, int? chunkRows, long estimatedRows)
    {
        var relation = relations[table.Name];
        var needs = schema.Objects
            .Where(made => made.Stage == SchemaStage.Table && made.Table == table.Name)
            .Select(made => taskOfObject[made.Id])
            .ToList();
        var copies = partitions.Count == 0
            ? [Copy(TaskKinds.CopyTable, relation, table, null, new RowPredicate.All(), null, estimatedRows, table.Facts.TotalBytes, needs)]
            : partitions
                .Select(part => Copy(
                    TaskKinds.CopyPartition, relation, table, part.Name, part.Predicate, chunkRows, part.EstimatedRows, part.EstimatedBytes, needs))
                .ToList();
        copiesOf[table.Name] = [.. copies.Select(copy => copy.Id)];
        return copies;
    }

    /// <summary>The tasks that finish tables, each as soon as the data that it needs is in.</summary>
    public IReadOnlyList<TaskDraft> Finishing() =>
    [
        .. schema.Objects
            .Where(made => made.Stage == SchemaStage.AfterTransfer)
            .Select(made => Statement(
                made, TaskLane.Finish, Phase.TransferData,
                made.Kind == "set-logged" ? Phase.ConvertTablesToLogged : Phase.CreatePrimaryKeys)),
    ];

    /// <summary>The tasks that count tables on one side: the source while the snapshot is held, the target at the end.</summary>
    public IReadOnlyList<TaskDraft> Counts(bool inSource, Func<RelationDraft, bool> wanted)
    {
        var phase = inSource ? Phase.TransferData : Phase.Validate;
        return
        [
            .. largeObjects.Relation is { } all && wanted(all) ? [largeObjects.Count(inSource)] : Array.Empty<TaskDraft>(),
            .. relations.Values.Where(wanted).Select(relation => new TaskDraft(
                ids.Next(), TaskLane.Compare, TaskKinds.CountRows, $"{(inSource ? relation.Source : relation.Target)} in the {(inSource ? "source" : "target")}",
                relation.Id, phase, phase, PayloadJson.Write(new CountPayload(inSource ? relation.Source : relation.Target, inSource)),
                relation.EstimatedRows, relation.EstimatedBytes, [])),
        ];
    }

    /// <summary>What is planned in all, once every table's copies are.</summary>
    public CoordinatorEvent.TransfersPlanned Planned() => new(
    [
        .. Relations.Select(relation => new PlannedTable(
            relation.Id, relation.Source, CopiesOf(relation), relation.EstimatedRows, relation.EstimatedBytes)),
    ]);

    private int CopiesOf(RelationDraft relation) => copiesOf.TryGetValue(relation.Source, out var copies) ? copies.Count : largeObjects.CopyCount;

    private static RelationDraft Relation(int id, Table table, MigrationScope scope) => new(
        id, table.Name, new QualifiedName(scope.MapSchema(table.Name.Schema), table.Name.Name),
        RowEstimate.Of(table.Facts), table.Facts.TotalBytes, table.Copy.Binary, table.Copy.Reason);

    private TaskDraft Statement(SchemaObject made, TaskLane lane, Phase opensAt, Phase awaitedIn)
    {
        var id = ids.Next();
        taskOfObject[made.Id] = id;
        var relation = made.Table is { } table ? relations.GetValueOrDefault(table) : null;
        var needs = made.Needs.Select(need => taskOfObject[need]).Concat(made.NeedsData.SelectMany(name => copiesOf.GetValueOrDefault(name, [])));
        return new TaskDraft(
            id, lane, made.Kind, made.Name, relation?.Id, opensAt, awaitedIn,
            PayloadJson.Write(new StatementPayload(made.Statements, made.SearchPath, made.ExistsQuery)),
            0, relation?.EstimatedBytes ?? 0, [.. needs.Distinct()]);
    }

    private TaskDraft Copy(
        string kind, RelationDraft relation, Table table, string? partition, RowPredicate predicate, int? chunkRows,
        long rows, long bytes, IReadOnlyList<long> needs)
    {
        var payload = new CopyPayload(table.Name, relation.Target, table.Copy.Columns, table.Copy.Binary, partition, predicate, chunkRows);
        return new TaskDraft(
            ids.Next(), TaskLane.Copy, kind, partition ?? table.Name.ToString(), relation.Id,
            Phase.TransferData, Phase.TransferData, PayloadJson.Write(payload), rows, bytes, needs);
    }
}
