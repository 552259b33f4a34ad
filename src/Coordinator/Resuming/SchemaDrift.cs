using ActorMigrate.Catalog.Drafts;
using ActorMigrate.Catalog.Tables;
using ActorMigrate.Control.Plan;
using ActorMigrate.Migration.Objects;
using ActorMigrate.Migration.Options;

namespace ActorMigrate.Coordinator.Resuming;

/// <summary>Compares the plan in the ledger with the source's schema as it is now. Pure.</summary>
internal static class SchemaDrift
{
    // Tasks of these kinds were planned from the target's objects, not from the source's.
    private static readonly HashSet<string> AboutTheTarget = [ObjectKinds.Drop, ObjectKinds.Truncate];

    /// <summary>Returns the objects that came, went or changed since the plan, by kind and name. Where tables of the target were kept,
    /// what was planned around them cannot be told from a change, and only the tables' columns and keys are compared.</summary>
    public static IReadOnlyList<string> Of(
        IReadOnlyList<PlannedStatements> planned, IReadOnlyList<RelationDraft> relations, SchemaPlan now, IEnumerable<Table> tables,
        ExistingTables existing) =>
        [.. Tables(relations, tables).Concat(existing == ExistingTables.Truncate ? [] : Objects(planned, now)).Distinct()
            .Order(StringComparer.Ordinal)];

    /// <summary>Returns the payloads of sequences' values that are not what they were, by the task's number.</summary>
    public static IReadOnlyDictionary<long, string> SequenceValues(IReadOnlyList<PlannedStatements> planned, SchemaPlan now)
    {
        var values = now.Objects.Where(made => made.Kind == ObjectKinds.SequenceValue).ToDictionary(made => made.Name);
        return planned
            .Where(task => task.Kind == ObjectKinds.SequenceValue && values.TryGetValue(task.Name, out var made)
                && !made.Statements.SequenceEqual(task.Payload.Statements))
            .ToDictionary(task => task.Task, task => PayloadJson.Write(task.Payload with { Statements = values[task.Name].Statements }));
    }

    private static IEnumerable<string> Tables(IReadOnlyList<RelationDraft> relations, IEnumerable<Table> tables)
    {
        var now = tables.ToDictionary(table => table.Name);
        var then = relations.SelectMany(relation => relation.Shape!.Leaves ?? [relation.Shape]).ToDictionary(shape => shape.Facts.Name);
        return then.Where(shape => !now.TryGetValue(shape.Key, out var table) || !IsSame(shape.Value, table))
            .Select(shape => shape.Key)
            .Concat(now.Keys.Where(name => !then.ContainsKey(name)))
            .Select(name => $"table {name}");
    }

    private static bool IsSame(RelationShape shape, Table table) =>
        shape.Columns.SequenceEqual(table.Copy.Columns) && shape.Facts.PrimaryKey.SequenceEqual(table.Facts.PrimaryKey);

    private static IEnumerable<string> Objects(IReadOnlyList<PlannedStatements> planned, SchemaPlan now)
    {
        var then = planned.Where(task => task.Kind != ObjectKinds.SequenceValue && !AboutTheTarget.Contains(task.Kind))
            .ToLookup(task => $"{task.Kind} {task.Name}", task => string.Join('\n', task.Payload.Statements));
        var here = now.Objects.Where(made => made.Kind != ObjectKinds.SequenceValue && !AboutTheTarget.Contains(made.Kind))
            .ToLookup(made => $"{made.Kind} {made.Name}", made => string.Join('\n', made.Statements));
        return then.Select(group => group.Key).Union(here.Select(group => group.Key))
            .Where(name => !then[name].Order(StringComparer.Ordinal).SequenceEqual(here[name].Order(StringComparer.Ordinal)));
    }
}
