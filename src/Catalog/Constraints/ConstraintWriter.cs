using ActorMigrate.Catalog.Drafts;
using ActorMigrate.Catalog.Privileges;
using ActorMigrate.Catalog.Tables;
using ActorMigrate.Migration.Objects;
using ActorMigrate.Postgres;

namespace ActorMigrate.Catalog.Constraints;

/// <summary>Writes ALTER TABLE … ADD CONSTRAINT for what is made once the rows are in.</summary>
internal static class ConstraintWriter
{
    public static IEnumerable<Draft> Write(Constraint constraint, Table table, DdlContext context)
    {
        return constraint.Kind switch
        {
            ConstraintKind.Check => InlineChecks.IsOwn(constraint, table) && !InlineChecks.IsInline(constraint, table, context)
                ? Check(constraint, table, context)
                : [],
            ConstraintKind.ForeignKey => ForeignKeyWriter.Write(constraint, table, context),
            _ => KeyWriter.Write(constraint, table, context),
        };
    }

    /// <summary>Returns the comment on a constraint.</summary>
    public static IEnumerable<string> Comment(Constraint constraint, Table table, DdlContext context) =>
        context.Comment($"CONSTRAINT {Identifier.Quote(constraint.Name)} ON {context.Qualify(table.Name)}", constraint.Address);

    /// <summary>Returns the query that tells whether the constraint is there, with the same definition.</summary>
    public static string ExistsQuery(Constraint constraint, Table table, DdlContext context) =>
        $"""
        SELECT EXISTS (SELECT FROM pg_catalog.pg_constraint
         WHERE conrelid = pg_catalog.to_regclass({Literal.Quote(context.Qualify(table.Name))})
           AND conname = {Literal.Quote(constraint.Name)}
           AND {TextCondition.Of("pg_catalog.pg_get_constraintdef(oid)", constraint.Definition)})
        """;

    /// <summary>Returns the constraint's name for people.</summary>
    public static string NameOf(Constraint constraint, Table table, DdlContext context) =>
        $"{constraint.Name} on {context.Mapped(table.Name)}";

    /// <summary>Returns the statements that add a constraint and validate it, as the table's owner where that runs users' code.
    /// <paramref name="alter"/> is the statement up to ADD, <paramref name="referenced"/> the table that a foreign key refers to.</summary>
    public static IEnumerable<string> Add(
        string alter, Constraint constraint, bool runsCode, Table table, DdlContext context, Table? referenced = null)
    {
        var add = $"{alter} ADD CONSTRAINT {Identifier.Quote(constraint.Name)} {constraint.Definition}";
        if (!runsCode || !constraint.IsValid || constraint.Definition.EndsWith("NOT ENFORCED", StringComparison.Ordinal)
            || OwnersCode.OwnerOf(table.Address, context) is null)
            return [add];
        return [$"{add} NOT VALID", .. Validate(constraint, runsCode, table, context, referenced)];
    }

    /// <summary>Returns the statements that look whether rows obey a constraint that was added without a look at them.</summary>
    public static IEnumerable<string> Validate(
        Constraint constraint, bool runsCode, Table table, DdlContext context, Table? referenced = null)
    {
        if (!runsCode || OwnersCode.OwnerOf(table.Address, context) is not { } owner)
            return [Validation(constraint, context.Qualify(table.Name))];
        var lent = LentSchema.Of(owner, context, table);
        if (referenced is not null)
            ForeignKeyRights.AddReaders(lent, owner, referenced, context);
        return lent.Around(OwnersCode.Run(Validation(constraint, lent.Qualify(table.Oid, table.Name)), owner));
    }

    private static string Validation(Constraint constraint, string table) =>
        $"ALTER TABLE {table} VALIDATE CONSTRAINT {Identifier.Quote(constraint.Name)}";

    // A parent's check that is added later is added to its children, too. Equal checks of the children exist by then, and are merged with
    // it.
    private static IEnumerable<Draft> Check(Constraint check, Table table, DdlContext context)
    {
        var draft = Add(check, table, context);
        if (check.IsLocal || ChecksOf(table.Parents.Oids, check.Name, context).FirstOrDefault() is not { } above)
            return [draft];
        var comment = Comment(check, table, context).ToList();
        return comment.Count == 0 ? [] : [draft with { Needs = [.. draft.Needs, above.Address], Statements = comment, ExistsQuery = null }];
    }

    private static IEnumerable<Constraint> ChecksOf(IEnumerable<uint> tables, string name, DdlContext context) =>
        from oid in tables
        let table = context.TableOf(oid)
        where table is not null
        from check in table.Constraints
        where check.Kind == ConstraintKind.Check && check.Name == name && InlineChecks.IsOwn(check, table)
            && !InlineChecks.IsInline(check, table, context)
        select check;

    private static IEnumerable<uint> Descendants(Table table, DdlContext context) => !context.ParentsOfTables.Contains(table.Oid)
        ? []
        : context.Catalog.AllTables.Where(child => child.Parents.Oids.Contains(table.Oid))
            .SelectMany(child => Descendants(child, context).Append(child.Oid));

    private static Draft Add(Constraint check, Table table, DdlContext context) => new()
    {
        Address = check.Address,
        Needs =
        [
            table.Address,
            .. ChecksOf(Descendants(table, context), check.Name, context).Where(below => below.IsLocal).Select(below => below.Address),
        ],
        After = [TableWriter.Ready(table)],
        Stage = SchemaStage.AfterTransfer,
        Kind = ObjectKinds.Check,
        Name = NameOf(check, table, context),
        Table = table.Name,
        NeedsData = Leaves.Of(table, context),
        Statements = [.. Add($"ALTER TABLE {context.Qualify(table.Name)}", check, InlineChecks.CallsUserFunction(check, context), table,
            context), .. Comment(check, table, context)],
        ExistsQuery = ExistsQuery(check, table, context),
    };
}
