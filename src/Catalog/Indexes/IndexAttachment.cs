using ActorMigrate.Catalog.Drafts;
using ActorMigrate.Catalog.Privileges;
using ActorMigrate.Catalog.Tables;
using ActorMigrate.Migration;
using ActorMigrate.Migration.Objects;
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
            Kind = ObjectKinds.IndexPartition,
            Name = context.Mapped(table.Name with { Name = indexName }).ToString(),
            Table = table.Name,
            Statements = parentName is null ? [] : [.. AttachAsOwner(index, parentName.Value, indexName, table, context)],
            ExistsQuery =
                $"SELECT EXISTS (SELECT FROM pg_catalog.pg_inherits WHERE inhrelid = pg_catalog.to_regclass({Literal.Quote(child)}))",
        };
    }

    // PostgreSQL compares both indexes' expressions and predicates after it has evaluated constant calls in them.
    private static IEnumerable<string> AttachAsOwner(
        ObjectAddress index, QualifiedName parentName, string indexName, Table table, DdlContext context)
    {
        var childName = table.Name with { Name = indexName };
        if (!OwnersCode.IsCalledBy(index, context) || context.TableOf(table.Parents.Oids[0]) is not { } parent
            || OwnersCode.OwnerOf(parent.Address, context) is not { } owner)
            return [Attach(context.Qualify(parentName), context.Qualify(childName))];
        var lent = LentSchema.Of(owner, context, parent, table);
        return lent.Around(
            OwnersCode.Run(Attach(lent.Qualify(parent.Oid, parentName), lent.Qualify(table.Oid, childName)), owner));
    }

    private static string Attach(string parent, string child) => $"ALTER INDEX {parent} ATTACH PARTITION {child}";
}
