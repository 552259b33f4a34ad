using ActorMigrate.Postgres;

namespace ActorMigrate.Catalog;

/// <summary>Writes foreign keys.</summary>
internal static class ForeignKeyWriter
{
    public static IEnumerable<Draft> Write(Constraint key, Table table, DdlContext context)
    {
        // The parent's foreign key makes those of its partitions, and PostgreSQL one for each partition referred to.
        if (key.Parent != 0)
            return [];
        if (context.IsOfExtension(key.ReferencedTable))
            return [Add(key, table, null, context)];
        // Of a table that comes by its definition alone, the rows that are referred to are missing.
        if (context.TableOf(key.ReferencedTable) is not { ComesAlong: false } referenced)
        {
            context.OmitForScope("foreign-key", $"{key.Name} on {table.Name}", "The table it refers to is out of scope.");
            return [];
        }
        return [Add(key, table, referenced, context)];
    }

    private static Draft Add(Constraint key, Table table, Table? referenced, DdlContext context)
    {
        var only = table.IsPartitioned ? "" : "ONLY ";
        return new Draft
        {
            Address = key.Address,
            Needs = [table.Address, new ObjectAddress(SystemCatalog.Class, key.ReferencedTable)],
            After =
            [
                TableWriter.Ready(table), .. referenced is null ? [] : new[] { TableWriter.Ready(referenced) }, IndexAttachment.Complete(key.ReferencedIndex),
                .. Leaves.TablesOf(table, context).Select(TableWriter.Ready), .. Ancestors(table, context).Select(AreMade),
            ],
            Step = AreMade(table),
            Stage = SchemaStage.AfterTransfer,
            Kind = "foreign-key",
            Name = ConstraintWriter.NameOf(key, table, context),
            Table = table.Name,
            NeedsData = [.. Leaves.Of(table, context).Union(referenced is null ? context.ConfigurationOf(key.ReferencedTable) : Leaves.Of(referenced, context))],
            Statements =
            [
                $"ALTER TABLE {only}{context.Qualify(table.Name)} ADD CONSTRAINT {Identifier.Quote(key.Name)} {key.Definition}",
                .. ConstraintWriter.Comment(key, table, context),
            ],
            ExistsQuery = ConstraintWriter.ExistsQuery(key, table, context),
        };
    }

    // A partitioned table's foreign key takes over an equal one that it finds on a partition. In the source both
    // may exist, and do again when the partition's own is made last.
    private static Step AreMade(Table table) => new("foreign keys made", table.Oid);

    private static IEnumerable<Table> Ancestors(Table table, DdlContext context)
    {
        for (var child = table; child.IsPartition && context.TableOf(child.Parents.Oids[0]) is { } parent; child = parent)
            yield return parent;
    }
}
