using ActorMigrate.Catalog.Drafts;
using ActorMigrate.Catalog.Indexes;
using ActorMigrate.Catalog.Tables;
using ActorMigrate.Migration.Objects;
using ActorMigrate.Postgres;

namespace ActorMigrate.Catalog.Constraints;

/// <summary>Writes primary keys, unique and exclusion constraints, each of which owns an index.</summary>
internal static class KeyWriter
{
    public static IEnumerable<Draft> Write(Constraint key, Table table, DdlContext context)
    {
        var index = key.Index ?? throw new InvalidOperationException($"Constraint {key.Name} on {table.Name} has no index.");
        var parent = index.Excludes && index.Parent != 0 ? ParentOf(key, table, context) : null;
        if (KeyIndexWriter.Applies(key, table, context))
            yield return KeyIndexWriter.Write(key, index, KindOf(key.Kind), table, context);
        yield return parent is null ? Add(key, index, table, context) : Rename(key, index, table, parent.Value, context);
        if (index.Parent != 0 && parent is null)
            yield return IndexAttachment.Write(index.Address, index.Name, index.Parent, table, context);
    }

    private static (Table Table, Constraint Key)? ParentOf(Constraint key, Table table, DdlContext context) =>
        table.IsPartition && context.TableOf(table.Parents.Oids[0]) is { } parent
            && parent.Constraints.FirstOrDefault(above => above.Oid == key.Parent) is { } above
            ? (parent, above)
            : null;

    // PostgreSQL attaches no index that excludes to a parent's: the parent's constraint makes those of its partitions, under names of its
    // choice.
    private static Draft Rename(
        Constraint key, ConstraintIndex index, Table table, (Table Table, Constraint Key) parent, DdlContext context)
    {
        var block = $"""
            DECLARE
              made pg_catalog.name;
            BEGIN
              SELECT conname INTO STRICT made FROM pg_catalog.pg_constraint
               WHERE conrelid = {Literal.Quote(context.Qualify(table.Name))}::pg_catalog.regclass
                 AND conparentid = (SELECT oid FROM pg_catalog.pg_constraint
                   WHERE conrelid = {Literal.Quote(context.Qualify(parent.Table.Name))}::pg_catalog.regclass
                     AND conname = {Literal.Quote(parent.Key.Name)});
              IF made <> {Literal.Quote(key.Name)} THEN
                EXECUTE pg_catalog.format('ALTER TABLE %s RENAME CONSTRAINT %I TO %I',
                    {Literal.Quote(context.Qualify(table.Name))}, made, {Literal.Quote(key.Name)});
              END IF;
            END
            """;
        return Add(key, index, table, context) with
        {
            Needs = [table.Address, parent.Key.Address],
            After = [IndexAttachment.Complete(index.Parent)],
            Step = IndexAttachment.Complete(index.Oid),
            NeedsData = [],
            Statements = [$"DO LANGUAGE plpgsql {Literal.Quote(block)}", .. Attributes(key, index, table, context)],
            ExistsQuery = null,
        };
    }

    private static Draft Add(Constraint key, ConstraintIndex index, Table table, DdlContext context)
    {
        var name = context.Qualify(table.Name);
        var withPartitions = index.Excludes && table.IsPartitioned;
        var takesOver = KeyIndexWriter.Applies(key, table, context);
        return new Draft
        {
            Address = key.Address,
            Parts = [index.Address],
            Needs = [table.Address],
            After = withPartitions ? [TableWriter.Ready(table), .. Leaves.TablesOf(table, context).Select(TableWriter.Ready)]
                : takesOver ? [TableWriter.Ready(table), KeyIndexWriter.Built(key)] : [TableWriter.Ready(table)],
            Step = withPartitions ? IndexAttachment.Complete(index.Oid) : IsMade(key),
            Stage = SchemaStage.AfterTransfer,
            Kind = KindOf(key.Kind),
            Name = ConstraintWriter.NameOf(key, table, context),
            Table = table.Name,
            NeedsData = withPartitions || !table.IsPartitioned ? Leaves.Of(table, context) : [],
            Statements =
            [
                .. takesOver
                    ? [$"ALTER TABLE ONLY {name} ADD CONSTRAINT {Identifier.Quote(key.Name)} {KeyIndexWriter.Definition(key, index)}"]
                    : TablespaceWriter.In(
                        index.Tablespace, $"index {table.Name with { Name = index.Name }}", context,
                        $"ALTER TABLE {(withPartitions ? "" : "ONLY ")}{name} ADD CONSTRAINT "
                            + $"{Identifier.Quote(key.Name)} {Definition(key, index)}"),
                .. Attributes(key, index, table, context),
            ],
            ExistsQuery = ConstraintWriter.ExistsQuery(key, table, context),
            Later = takesOver ? 1 : 0,
        };
    }

    /// <summary>Returns the step after which a key that keeps rows apart by equality is made.</summary>
    public static Step IsMade(Constraint key) => new("key", key.Oid);

    private static IEnumerable<string> Attributes(Constraint key, ConstraintIndex index, Table table, DdlContext context) =>
    [
        .. IndexWriter.Marks(index.Name, index.IsClustered, index.IsReplicaIdentity, table, context),
        .. ConstraintWriter.Comment(key, table, context),
        .. context.DependOnExtensions($"INDEX {context.Qualify(table.Name with { Name = index.Name })}", index.Address),
        .. context.Comment($"INDEX {context.Qualify(table.Name with { Name = index.Name })}", index.Address),
    ];

    /// <summary>Returns the deparsed definition with the index's storage parameters, which PostgreSQL leaves out of it for keys (but not
    /// for exclusion constraints). They stand before DEFERRABLE.</summary>
    internal static string Definition(Constraint key, ConstraintIndex index) =>
        index.Options.Length == 0 || key.Kind == ConstraintKind.Exclusion
            ? key.Definition
            : Plain(key) + Storage(index) + Deferrability(key);

    /// <summary>Returns the deparsed definition without <see cref="Deferrability"/>.</summary>
    internal static string Plain(Constraint key)
    {
        var deferrability = Deferrability(key);
        return key.Definition.EndsWith(deferrability, StringComparison.Ordinal)
            ? key.Definition[..^deferrability.Length]
            : throw new InvalidOperationException($"The definition of constraint {key.Name} does not end as expected: {key.Definition}");
    }

    internal static string Deferrability(Constraint key) =>
        (key.IsDeferrable ? " DEFERRABLE" : "") + (key.IsDeferred ? " INITIALLY DEFERRED" : "");

    internal static string Storage(ConstraintIndex index) =>
        index.Options.Length == 0 ? "" : $" WITH ({StorageOptions.List(index.Options)})";

    private static string KindOf(ConstraintKind kind) => kind switch
    {
        ConstraintKind.PrimaryKey => ObjectKinds.PrimaryKey,
        ConstraintKind.Unique => ObjectKinds.Unique,
        _ => ObjectKinds.Exclusion,
    };
}
