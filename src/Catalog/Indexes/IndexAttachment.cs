using ActorMigrate.Catalog.Drafts;
using ActorMigrate.Catalog.Privileges;
using ActorMigrate.Catalog.Tables;
using ActorMigrate.Postgres;

namespace ActorMigrate.Catalog.Indexes;

/// <summary>Writes ALTER INDEX … ATTACH PARTITION. A partitioned index is valid once every partition's is attached.</summary>
internal static class IndexAttachment
{
    /// <summary>Returns the step after which the partitioned index <paramref name="index"/> is valid.</summary>
    public static Step Complete(uint index) => new("index complete", index);

    public static Draft Write(ObjectAddress index, string indexName, uint parent, Table table, DdlContext context)
    {
        var parentName = context.IndexName(parent);
        var child = context.Qualify(table.Name with { Name = indexName });
        return new Draft
        {
            Needs = [index, new ObjectAddress(SystemCatalog.Class, parent)],
            After = [Complete(index.Oid)],
            Step = Complete(parent),
            Stage = SchemaStage.AfterTransfer,
            Kind = "index-partition",
            Name = context.Mapped(table.Name with { Name = indexName }).ToString(),
            Table = table.Name,
            Statements = parentName is null
                ? []
                : [.. Attach($"ALTER INDEX {context.Qualify(parentName.Value)} ATTACH PARTITION {child}", index, table, context)],
            ExistsQuery =
                $"SELECT EXISTS (SELECT FROM pg_catalog.pg_inherits WHERE inhrelid = pg_catalog.to_regclass({Literal.Quote(child)}))",
        };
    }

    // PostgreSQL compares both indexes' expressions and predicates after it has evaluated constant calls in them.
    private static IEnumerable<string> Attach(string statement, ObjectAddress index, Table table, DdlContext context) =>
        OwnersCode.IsCalledBy(index, context) && context.TableOf(table.Parents.Oids[0]) is { } parent
            && OwnersCode.OwnerOf(parent.Address, context) is { } owner
            ? OwnersCode.Run(statement, owner)
            : [statement];
}
