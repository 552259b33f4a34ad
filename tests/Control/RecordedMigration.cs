using ActorMigrate.Control.Migrations;
using ActorMigrate.Control.Plan;
using ActorMigrate.Control.Tasks;
using ActorMigrate.Migration;
using ActorMigrate.Postgres;
using Npgsql;

namespace ActorMigrate.Control.Tests;

/// <summary>A control schema with one migration that has just begun.</summary>
internal static class RecordedMigration
{
    /// <summary>Makes it, led by <paramref name="coordinator"/> in term 1.</summary>
    public static async Task MakeAsync(NpgsqlConnection target, MigrationId id, NodeId coordinator)
    {
        await ControlSchema.CreateAsync(target, default);
        await MigrationLedger.RecordAsync(
            target, new MigrationDraft(id, "test", "source", "target", "identity", "1:1:", "{}", coordinator), TimeSpan.Zero, default);
    }

    /// <summary>Adds tasks to the migration's plan. A need of a task that is done already is met from the start.</summary>
    public static Task AddTasksAsync(this LedgerSession session, MigrationId id, IReadOnlyList<TaskDraft> tasks) => session.UseAsync(
        async (open, _) =>
        {
            await using var transaction = await open.BeginTransactionAsync();
            await PlanLedger.WriteAsync(open, id, new PlanDraft([], tasks, [], []), default);
            await using var settle = new NpgsqlCommand(SqlText.Load<PlanLedger>("settle-tasks.sql"), open)
                { Parameters = { new NpgsqlParameter { Value = id.Value } } };
            await settle.ExecuteNonQueryAsync();
            await transaction.CommitAsync();
            return true;
        },
        default);

    /// <summary>Claims, and answers with the tasks alone.</summary>
    public static async Task<IReadOnlyList<ClaimedTask>> ClaimTasksAsync(
        this TaskLedger ledger, CoordinatorTerm by, NodeId node, TaskLane lane, int count, int capacity,
        CancellationToken cancellationToken) =>
        (await ledger.ClaimAsync(by, node, [new WantedSlots(lane, count, capacity)], cancellationToken)).Tasks;
}
