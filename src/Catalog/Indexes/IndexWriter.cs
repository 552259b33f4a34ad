using ActorMigrate.Catalog.Constraints;
using ActorMigrate.Catalog.Drafts;
using ActorMigrate.Catalog.Tables;
using ActorMigrate.Migration;
using ActorMigrate.Migration.Objects;
using ActorMigrate.Postgres;

namespace ActorMigrate.Catalog.Indexes;

/// <summary>Writes CREATE INDEX for indexes that no constraint owns.</summary>
internal static class IndexWriter
{
    public static IEnumerable<Draft> Write(TableIndex index, Table table, DdlContext context)
    {
        if (!index.IsValid && !table.IsPartitioned)
        {
            context.Omit(ObjectKinds.Index, index.Name.ToString(),
                "The index is invalid in the source (a failed CREATE INDEX CONCURRENTLY leaves one): drop or rebuild it there.");
            yield break;
        }
        yield return Create(index, table, context);
        if (index.Parent != 0)
            yield return IndexAttachment.Write(index.Address, index.Name.Name, index.Parent, table, context);
    }

    /// <summary>Returns the marks that a table puts on one of its indexes: CLUSTER ON, REPLICA IDENTITY USING INDEX.</summary>
    public static IEnumerable<string> Marks(string indexName, bool isClustered, bool isReplicaIdentity, Table table, DdlContext context)
    {
        if (isClustered)
            yield return $"ALTER TABLE {context.Qualify(table.Name)} CLUSTER ON {Identifier.Quote(indexName)}";
        if (isReplicaIdentity)
            yield return $"ALTER TABLE ONLY {context.Qualify(table.Name)} REPLICA IDENTITY USING INDEX {Identifier.Quote(indexName)}";
    }

    private static Draft Create(TableIndex index, Table table, DdlContext context)
    {
        var name = context.Qualify(index.Name);
        return new Draft
        {
            Address = index.Address,
            Needs = [table.Address],
            After = [TableWriter.Ready(table), .. KeysBefore(index, table)],
            Step = AnalyzeWriter.Before(table.Oid),
            Stage = SchemaStage.AfterTransfer,
            Kind = ObjectKinds.Index,
            Name = context.Mapped(index.Name).ToString(),
            Table = table.Name,
            NeedsData = table.IsPartitioned ? [] : [table.Name],
            Statements =
            [
                .. TablespaceWriter.In(
                    index.Tablespace, $"index {index.Name}", context,
                    $"CREATE {Unique(index)}INDEX {Identifier.Quote(index.Name.Name)} ON "
                        + $"{(table.IsPartitioned ? "ONLY " : "")}{context.Qualify(table.Name)}{index.Definition}"),
                .. index.Statistics.Select(column => $"ALTER INDEX {name} ALTER COLUMN {column.Column} SET STATISTICS {column.Target}"),
                .. Marks(index.Name.Name, index.IsClustered, index.IsReplicaIdentity, table, context),
                .. context.DependOnExtensions($"INDEX {name}", index.Address),
                .. context.Comment($"INDEX {name}", index.Address),
            ],
            ExistsQuery = ExistsQuery(index, table.Name, context, table.IsPartitioned),
        };
    }

    // A foreign key takes the oldest of the unique indexes on the columns that it refers to.
    private static IEnumerable<Step> KeysBefore(TableIndex index, Table table) => index.IsUnique
        ? table.Constraints.Where(key => key.Index is { Excludes: false } older && older.Oid < index.Oid
            && key.Columns.Order().SequenceEqual(index.Columns)).Select(KeyWriter.IsMade)
        : [];

    /// <summary>Returns the query that is true when the target has a valid index with the same definition. A <paramref name="partitioned"/>
    /// index may be invalid, because it becomes valid only when all partitions have such an index.</summary>
    public static string ExistsQuery(TableIndex index, QualifiedName table, DdlContext context, bool partitioned = false) =>
        $"""
        SELECT EXISTS (SELECT FROM pg_catalog.pg_index
         WHERE indexrelid = pg_catalog.to_regclass({Literal.Quote(context.Qualify(index.Name))})
           AND indrelid = pg_catalog.to_regclass({Literal.Quote(context.Qualify(table))})
           {(partitioned ? "" : "AND indisvalid")}
           AND indisunique = {(index.IsUnique ? "true" : "false")}
           AND {SuffixCondition.Of("pg_catalog.pg_get_indexdef(indexrelid)", index.Definition)})
        """;

    private static string Unique(TableIndex index) => index.IsUnique ? "UNIQUE " : "";
}
