using ActorMigrate.Catalog.Drafts;
using ActorMigrate.Catalog.Indexes;
using ActorMigrate.Catalog.Privileges;
using ActorMigrate.Catalog.Tables;
using ActorMigrate.Migration.Objects;
using ActorMigrate.Postgres;

namespace ActorMigrate.Catalog.Constraints;

/// <summary>Writes foreign keys.</summary>
internal static class ForeignKeyWriter
{
    private const string AncestorsStep = "foreign keys made";

    public static IEnumerable<Draft> Write(Constraint key, Table table, DdlContext context)
    {
        // The parent's foreign key makes those of its partitions, and PostgreSQL one for each partition referred to.
        if (key.Parent != 0 && !HasOwnName(key, table, context))
            return [];
        if (context.IsOfExtension(key.ReferencedTable) || context.TargetHasOther(key.ReferencedTable))
            return [Add(key, table, null, context)];
        // Of a table that comes by its definition alone, the rows that are referred to are missing.
        if (context.TableOf(key.ReferencedTable) is not { ComesAlong: false } referenced)
        {
            context.OmitForScope(ObjectKinds.ForeignKey, $"{key.Name} on {table.Name}",
                $"The table it refers to is out of scope{context.Catalog.NameOfOther(key.ReferencedTable)}.");
            return [];
        }
        var add = Add(key, table, referenced, context);
        if (IsValidatedLater(key, table, referenced, context))
            return [AddNotValid(key, add, table, context), Validate(key, add, table, referenced, context)];
        return [key.Parent == 0 ? add : AddBeforeParents(key, add)];
    }

    // Adding a foreign key blocks other foreign keys and indexes on both tables for as long as the rows are checked. Validating it later
    // takes a weaker lock, on one of the tables.
    private static bool IsValidatedLater(Constraint key, Table table, Table referenced, DdlContext context) =>
        key is { Parent: 0, IsValid: true }
        && !key.Definition.EndsWith("NOT ENFORCED", StringComparison.Ordinal)
        && table is { HasRows: true, IsPartition: false } && !referenced.IsPartitioned
        && table.Facts.HeapBytes >= context.Options.LongBuildBytes;

    private static Draft AddNotValid(Constraint key, Draft add, Table table, DdlContext context) => add with
    {
        Statements =
        [
            $"ALTER TABLE ONLY {context.Qualify(table.Name)} ADD CONSTRAINT {Identifier.Quote(key.Name)} {key.Definition} NOT VALID",
            .. ConstraintWriter.Comment(key, table, context),
        ],
    };

    // Two keys of one table cannot be validated at a time, so the first keys of all tables come before the second ones.
    private static Draft Validate(Constraint key, Draft add, Table table, Table referenced, DdlContext context) => new()
    {
        Needs = [.. add.Needs, key.Address],
        Stage = SchemaStage.AfterTransfer,
        Kind = add.Kind,
        Name = $"validation of {add.Name}",
        Table = table.Name,
        NeedsData = add.NeedsData,
        Statements = [.. ConstraintWriter.Validate(key, IsPlanned(table, referenced, context), table, context, referenced)],
        Later = 1 + table.Constraints.Where(other => other.Kind == ConstraintKind.ForeignKey).Index()
            .First(other => other.Item.Oid == key.Oid).Index,
    };

    // A foreign key that existed before its table became a partition keeps its name, because the parent's key adopts an equal one.
    private static bool HasOwnName(Constraint key, Table table, DdlContext context) =>
        table.IsPartition
        && context.TableOf(table.Parents.Oids[0])?.Constraints.FirstOrDefault(above => above.Oid == key.Parent) is { } parent
        && parent.Name != key.Name;

    private static Draft AddBeforeParents(Constraint key, Draft add) => add with
    {
        After = [.. add.After.Where(step => step.What != AncestorsStep)],
        Ignores = [new ObjectAddress(SystemCatalog.Constraint, key.Parent)],
        Step = OwnNames(key.Parent),
    };

    private static Draft Add(Constraint key, Table table, Table? referenced, DdlContext context)
    {
        var only = table.IsPartitioned ? "" : "ONLY ";
        return new Draft
        {
            Address = key.Address,
            Needs = [table.Address, new ObjectAddress(SystemCatalog.Class, key.ReferencedTable)],
            After =
            [
                TableWriter.Ready(table), .. referenced is null ? [] : new[] { TableWriter.Ready(referenced) },
                IndexAttachment.Complete(key.ReferencedIndex),
                .. Leaves.TablesOf(table, context).Select(TableWriter.Ready), .. Ancestors(table, context).Select(AreMade),
                OwnNames(key.Oid),
            ],
            Step = AreMade(table),
            Stage = SchemaStage.AfterTransfer,
            Kind = ObjectKinds.ForeignKey,
            Name = ConstraintWriter.NameOf(key, table, context),
            Table = table.Name,
            NeedsData = [.. Leaves.Of(table, context)
                .Union(referenced is null ? context.ConfigurationOf(key.ReferencedTable) : Leaves.Of(referenced, context))],
            Statements =
            [
                .. ConstraintWriter.Add(
                    $"ALTER TABLE {only}{context.Qualify(table.Name)}", key, IsPlanned(table, referenced, context), table, context,
                    referenced),
                .. ConstraintWriter.Comment(key, table, context),
            ],
            ExistsQuery = ConstraintWriter.ExistsQuery(key, table, context),
        };
    }

    // A partitioned table takes no foreign key that is not valid.
    private static bool IsPlanned(Table table, Table? referenced, DdlContext context) => !table.IsPartitioned
        && (OwnersCode.IsPlannedFor(table, context) || (referenced is not null && OwnersCode.IsPlannedFor(referenced, context)));

    // A partitioned table's foreign key takes over an equal one that it finds on a partition. In the source both
    // may exist, and do again when the partition's own is made last.
    private static Step AreMade(Table table) => new(AncestorsStep, table.Oid);

    private static Step OwnNames(uint parent) => new("foreign keys with names of their own", parent);

    private static IEnumerable<Table> Ancestors(Table table, DdlContext context)
    {
        for (var child = table; child.IsPartition && context.TableOf(child.Parents.Oids[0]) is { } parent; child = parent)
            yield return parent;
    }
}
