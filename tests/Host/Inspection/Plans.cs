using ActorMigrate.Control.Plan;
using ActorMigrate.Control.Tasks;
using ActorMigrate.Coordinator.Planning;
using ActorMigrate.Migration;
using ActorMigrate.Migration.Failures;
using ActorMigrate.Migration.Phases;
using ActorMigrate.Migration.Planning;
using ActorMigrate.Migration.Summary;

namespace ActorMigrate.Host.Tests.Inspection;

/// <summary>A plan with something in every field.</summary>
internal static class Plans
{
    private static readonly QualifiedName Table = new("shop", "item");

    public static MigrationPlan Small { get; } = new()
    {
        Source = "here",
        Target = "there",
        Tables = [new RelationDraft(1, Table, Table, 10, 8192, true, "binary: safe")],
        Copies =
        [
            new CopyDraft(1, TaskKinds.CopyPartition, "shop.item_p1",
                new CopyPayload(Table, Table, [], true, "shop.item_p1", new RowPredicate.CtidRange(0, 1), 100), 5, 4096),
            new CopyDraft(1, TaskKinds.CopyPartition, "shop.item_p2",
                new CopyPayload(Table, Table, [], true, "shop.item_p2", new RowPredicate.CtidRange(1, null), 100), 5, 4096),
        ],
        Tasks =
        [
            new TaskDraft(1, TaskLane.Schema, "schema", "shop", null, Phase.CreateTargetSchema, Phase.CreateTargetSchema,
                new StatementPayload([], null, null), 0, 0, []),
            new TaskDraft(2, TaskLane.Schema, "table", "shop.item", 1, Phase.CreateTargetTables, Phase.CreateTargetTables,
                new StatementPayload([], null, null), 0, 0, [1]),
            new TaskDraft(3, TaskLane.Finish, "index", "shop.i", 1, Phase.TransferData, Phase.CreatePrimaryKeys,
                new StatementPayload([], null, null), 0, 0, [2])
                { NeedsData = [1] },
        ],
        NotMigrated = [new NotMigrated("view", "shop.v", "because")],
        Findings = [new Finding("shop.item", "look", null, "see")],
        Notices = ["something"],
        Review = new ReviewedPlan
        {
            Tool = "1.0.0",
            SourceDatabase = "1.2",
            SourceVersion = 15,
            TargetVersion = 18,
            Options = new Dictionary<string, string> { ["exclude-tables"] = "audit.*" },
            Tables = [new ReviewedTable("shop.item", [new ReviewedColumn("id", "integer")])],
            Objects = [new ReviewedObject("index", "shop.i", "00")],
            LeftOut = ["view shop.v"],
        },
        Settings = [new ChosenSetting("copy-slots", "2", "as set")],
        Estimate = new PlanEstimate(new TimeAhead(1, 2), 3, 1, 8192, 4096, ["it is so"]),
    };
}
