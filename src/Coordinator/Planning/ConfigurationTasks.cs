using ActorMigrate.Catalog.Extensions;
using ActorMigrate.Catalog.Tables;
using ActorMigrate.Control.Plan;
using ActorMigrate.Control.Tasks;
using ActorMigrate.Migration;
using ActorMigrate.Migration.Options;
using ActorMigrate.Migration.Phases;
using ActorMigrate.Migration.Planning;

namespace ActorMigrate.Coordinator.Planning;

/// <summary>The tasks of extensions' configuration tables: a copy and two counts for each, of the rows that are the users'.
/// Pure but for the numbers that it hands out.</summary>
internal sealed class ConfigurationTasks
{
    private readonly IReadOnlyList<(ConfigurationTable Table, RelationDraft Relation)> tables;
    private readonly ValidationOptions validation;
    private readonly TaskIds ids;

    public ConfigurationTasks(IReadOnlyList<ConfigurationTable> tables, int firstRelation, MigrationOptions options, TaskIds ids)
    {
        validation = options.Validation;
        this.ids = ids;
        this.tables = [.. tables.Select((table, i) => (table, Relation(firstRelation + i, table.Table, options.Scope)))];
    }

    /// <summary>The tables as the ledger knows them.</summary>
    public IEnumerable<RelationDraft> Relations => tables.Select(table => table.Relation);

    /// <summary>Returns the copies and the counts; <paramref name="makers"/> are the tasks that make an extension.</summary>
    public IReadOnlyList<TaskDraft> Tasks(Func<string, IEnumerable<long>> makers)
    {
        var copyOf = new Dictionary<uint, long>();
        return [.. tables.SelectMany(table => new[] { Copy(table.Table, table.Relation, makers, copyOf),
            Count(table.Table, table.Relation, true), Count(table.Table, table.Relation, false) })];
    }

    private TaskDraft Copy(
        ConfigurationTable config, RelationDraft relation, Func<string, IEnumerable<long>> makers, Dictionary<uint, long> copyOf)
    {
        var payload = new CopyPayload(
            relation.Source, relation.Target, config.Table.Copy.Columns, relation.Binary, null, new RowPredicate.All(), null,
            config.Condition);
        // The tables come in an order in which what foreign keys refer to is before them.
        var needs = makers(config.Extension).Concat(config.References.Where(copyOf.ContainsKey).Select(table => copyOf[table])).ToList();
        var id = copyOf[config.Table.Oid] = ids.Next();
        return new TaskDraft(
            id, TaskLane.Copy, TaskKinds.CopyConfiguration, relation.Source.ToString(), relation.Id, Phase.TransferData, Phase.TransferData,
            payload, relation.EstimatedRows, relation.EstimatedBytes, needs);
    }

    private TaskDraft Count(ConfigurationTable config, RelationDraft relation, bool inSource)
    {
        var phase = inSource ? Phase.TransferData : Phase.Validate;
        var name = inSource ? relation.Source : relation.Target;
        var columns = validation.Checksums(relation.EstimatedBytes) ? config.Table.Copy.Columns : null;
        return new TaskDraft(
            ids.Next(), TaskLane.Compare, TaskKinds.CountRows, $"{name} in the {(inSource ? "source" : "target")}",
            relation.Id, phase, phase,
            new CountPayload(name, inSource, config.Condition) { Columns = columns, SameHashes = validation.SameHashes },
            relation.EstimatedRows, relation.EstimatedBytes, [])
        {
            NeedsData = inSource ? [] : [relation.Id],
        };
    }

    private static RelationDraft Relation(int id, Table table, MigrationScope scope) => new(
        id, table.Name, scope.Map(table.Name),
        RowEstimate.Of(table.Facts), table.Facts.TotalBytes, table.Copy.Binary, table.Copy.Reason);
}
