using ActorMigrate.Catalog.Constraints;
using ActorMigrate.Catalog.Drafts;
using ActorMigrate.Catalog.Foreign;
using ActorMigrate.Catalog.Privileges;
using ActorMigrate.Catalog.Sequences;
using ActorMigrate.Migration;
using ActorMigrate.Migration.Objects;
using ActorMigrate.Postgres;

namespace ActorMigrate.Catalog.Tables;

/// <summary>Writes CREATE TABLE and what belongs to the empty table: column properties, checks,
/// comments, the place in a partitioned table.</summary>
internal static class TableWriter
{
    public static IEnumerable<Draft> Write(Table table, DdlContext context)
    {
        yield return Create(table, context);
        if (table.IsPartition && context.TableOf(table.Parents.Oids[0]) is { } parent)
            yield return Attach(table, parent, context);
        if (IsLoadedUnlogged(table, context))
            yield return SetLogged(table, context);
        foreach (var column in table.Columns.Where(column => IsSeparate(column, context)))
            yield return SetDefault(table, column, context);
    }

    /// <summary>Returns the step after which a table's finishing may start.</summary>
    public static Step Ready(Table table) => new("ready", table.Oid);

    // A partitioned table is made: soft, for partitions could be made without it.
    private static Step Made(uint table) => new("made", table);

    private static bool IsSeparate(Column column, DdlContext context) =>
        column is { Default: { } value, Generated: Generation.None } && context.IsSeparate(value.Address);

    private static Draft SetDefault(Table table, Column column, DdlContext context) => new()
    {
        Address = column.Default!.Address,
        Needs = [table.Address],
        Stage = SchemaStage.Table,
        Kind = ObjectKinds.Default,
        Name = $"{context.Mapped(table.Name)}.{column.Name}",
        Table = table.Name,
        Statements =
        [
            $"ALTER TABLE ONLY {context.Qualify(table.Name)} ALTER COLUMN {Identifier.Quote(column.Name)} SET "
                + $"DEFAULT {column.Default.Expression}",
        ],
    };

    private static bool IsLoadedUnlogged(Table table, DdlContext context) =>
        context.Options.Unlogged && !table.IsUnlogged && table.HasRows && context.LoadRootOf(table.Name) is null
        // Such a table is never rewritten.
        && !table.Storage.Options.Any(option => option.StartsWith("user_catalog_table=", StringComparison.Ordinal));

    private static Draft Create(Table table, DdlContext context)
    {
        var inlined = InlineChecks.Of(table, context).ToList();
        ReportLosses(table, context);
        return new Draft
        {
            Address = table.Address,
            Parts = [.. Parts(table, inlined, context)],
            // pg_dump shows a column's missing default by the order in which a partition and its parent were made.
            After = [ExistingTablesWriter.Done, .. table.IsPartition ? table.Parents.Oids.Select(Made) : []],
            Step = table.IsPartitioned ? Made(table.Oid) : null,
            References = [(table.Address, $"{Keyword(table)} {context.Qualify(table.Name)}"), .. IdentitySequences(table, context)],
            Stage = SchemaStage.Table,
            Kind = table.Foreign is null ? ObjectKinds.Table : ObjectKinds.ForeignTable,
            HasRows = table.HasRows,
            Name = context.Mapped(table.Name).ToString(),
            Table = table.Name,
            Statements =
            [
                .. TablespaceWriter.In(table.Storage.Tablespace, $"table {table.Name}", context, CreateTable(table, inlined, context)),
                .. Alterations(table, context),
                .. Comments(table, inlined, context),
            ],
            ExistsQuery = $"SELECT pg_catalog.to_regclass({Literal.Quote(context.Qualify(table.Name))}) IS NOT NULL",
        };
    }

    private static IEnumerable<ObjectAddress> Parts(Table table, List<Constraint> inlined, DdlContext context) =>
    [
        new ObjectAddress(SystemCatalog.Type, table.RowType),
        .. table.Columns.Where(column => column.Default is not null && !IsSeparate(column, context))
            .Select(column => column.Default!.Address),
        .. table.Columns.Where(column => column.NotNull is { IsValid: true })
            .Select(column => new ObjectAddress(SystemCatalog.Constraint, column.NotNull!.Oid)),
        .. inlined.Select(check => check.Address),
        .. table.Columns.Select(column => context.IdentityOf(table, column)).OfType<Sequence>().Select(sequence => sequence.Address),
    ];

    private static IEnumerable<(ObjectAddress, string)> IdentitySequences(Table table, DdlContext context) => table.Columns
        .Select(column => context.IdentityOf(table, column))
        .OfType<Sequence>()
        .Select(sequence => (sequence.Address, $"SEQUENCE {context.Qualify(sequence.Name)}"));

    private static string CreateTable(Table table, List<Constraint> inlined, DdlContext context)
    {
        // The word means nothing for a partitioned table, and is refused from 18 on.
        var isUnlogged = table.IsUnlogged && !(table.IsPartitioned && context.TargetVersion >= 180000);
        var unlogged = isUnlogged || IsLoadedUnlogged(table, context) ? "UNLOGGED " : "";
        var body = TableBody.Write(table, inlined, context);
        return $"CREATE {unlogged}{Keyword(table)} {context.Qualify(table.Name)} {body}{TableTail(table, context)}";
    }

    private static string Keyword(Table table) => table.Foreign is null ? "TABLE" : "FOREIGN TABLE";

    private static string TableTail(Table table, DdlContext context)
    {
        if (table.Foreign is { } foreign)
            return $" SERVER {Identifier.Quote(foreign.Server)}{ForeignOptions.Clause(foreign.Options)}";
        var partitionBy = table.Parents.PartitionKey is { } key ? $" PARTITION BY {key}" : "";
        var access = table.Storage.AccessMethod is { } method ? $" USING {Identifier.Quote(method)}" : "";
        var own = StorageParameters.Taken(table.Name, table.Storage.AccessMethod, table.Storage.Options, context);
        var toast = StorageParameters.Taken(table.Name, table.Storage.AccessMethod, table.Storage.ToastOptions, context);
        string[] lists =
        [
            .. own.Count > 0 ? [StorageOptions.List(own)] : Array.Empty<string>(),
            .. toast.Count > 0 ? [StorageOptions.List(toast, "toast")] : Array.Empty<string>(),
        ];
        return $"{partitionBy}{access}{(lists.Length > 0 ? $" WITH ({string.Join(", ", lists)})" : "")}";
    }

    private static IEnumerable<string> Alterations(Table table, DdlContext context)
    {
        var actions = Ancestry.Alterations(table, context).Concat(table.Columns.SelectMany(ColumnWriter.Alterations)).ToList();
        if (table.Foreign is null && table.ReplicaIdentity is ('f' or 'n'))
            actions.Add(table.ReplicaIdentity == 'f' ? "REPLICA IDENTITY FULL" : "REPLICA IDENTITY NOTHING");
        if (actions.Count > 0)
            yield return $"ALTER TABLE ONLY {context.Qualify(table.Name)} {string.Join(", ", actions)}";
        foreach (var column in table.Columns)
        {
            if (context.IdentityOf(table, column) is not { } sequence)
                continue;
            if (SequenceWriter.ChangePersistence(sequence, table, context) is { } change)
                yield return change;
            if (sequence.Options.TypeName != column.TypeName)
                yield return $"ALTER SEQUENCE {context.Qualify(sequence.Name)} AS "
                    + $"{sequence.Options.TypeName} {SequenceWriter.Options(sequence.Options)}";
        }
    }

    private static IEnumerable<string> Comments(Table table, List<Constraint> inlined, DdlContext context)
    {
        var name = context.Qualify(table.Name);
        return context.Comment($"{Keyword(table)} {name}", table.Address)
            .Concat(table.Columns.SelectMany(column =>
                context.Comment($"COLUMN {name}.{Identifier.Quote(column.Name)}", table.Address, column.Number)))
            .Concat(table.Columns.SelectMany(column => context.IdentityOf(table, column) is { } sequence
                ? context.Comment($"SEQUENCE {context.Qualify(sequence.Name)}", sequence.Address)
                : []))
            .Concat(inlined.SelectMany(check => ConstraintWriter.Comment(check, table, context)))
            .Concat(NotNullWriter.Comments(table, context));
    }

    private static Draft Attach(Table partition, Table parent, DdlContext context) => new()
    {
        Needs = [partition.Address, parent.Address],
        Stage = SchemaStage.Table,
        Kind = ObjectKinds.Partition,
        Name = context.Mapped(partition.Name).ToString(),
        Table = partition.Name,
        // From the root down: a partitioned table hands its identity columns (17) to the partitions that it is given.
        After = [Attached(parent.Oid)],
        Step = Attached(partition.Oid),
        Statements = [.. AttachAsOwner(partition, parent, context)],
        ExistsQuery =
            "SELECT EXISTS (SELECT FROM pg_catalog.pg_inherits WHERE inhrelid = "
                + $"pg_catalog.to_regclass({Literal.Quote(context.Qualify(partition.Name))}))",
    };

    // PostgreSQL evaluates constant calls in the partition key.
    private static IEnumerable<string> AttachAsOwner(Table partition, Table parent, DdlContext context)
    {
        if (!OwnersCode.IsCalledBy(parent.Address, context)
            || OwnersCode.OwnerOf(parent.Address, context) is not { } owner || OwnersCode.OwnerOf(partition.Address, context) != owner)
            return [Attach(partition, parent, (_, name) => context.Qualify(name))];
        var lent = LentSchema.Of(owner, context, parent, partition);
        return lent.Around(OwnersCode.Run(Attach(partition, parent, lent.Qualify), owner));
    }

    private static string Attach(Table partition, Table parent, Func<uint, QualifiedName, string> qualify) =>
        $"ALTER TABLE ONLY {qualify(parent.Oid, parent.Name)} ATTACH PARTITION "
            + $"{qualify(partition.Oid, partition.Name)} {partition.Parents.PartitionBound}";

    private static Step Attached(uint partition) => new("attached", partition);

    private static Draft SetLogged(Table table, DdlContext context) => new()
    {
        Needs = [table.Address],
        Stage = SchemaStage.AfterTransfer,
        Kind = ObjectKinds.SetLogged,
        Name = context.Mapped(table.Name).ToString(),
        Table = table.Name,
        NeedsData = [table.Name],
        Step = Ready(table),
        Statements = [$"ALTER TABLE {context.Qualify(table.Name)} SET LOGGED"],
        ExistsQuery = $"SELECT relpersistence = 'p' FROM pg_catalog.pg_class WHERE oid = {context.Regclass(table.Name)}",
    };

    private static void ReportLosses(Table table, DdlContext context)
    {
        if (table.Parents.Oids.FirstOrDefault(parent => context.TableOf(parent) is null) is var lost and not 0)
        {
            context.OmitForScope(
                table.IsPartition ? ObjectKinds.Partition : ObjectKinds.Inheritance, table.Name.ToString(),
                "It arrives as a table of its own, since a table that it is a part of is out of "
                    + $"scope{context.Catalog.NameOfOther(lost)}.");
        }
        Ancestry.NoteOrder(table, context);
        Ancestry.NoteNulls(table, context);
        CopiedCode.Note(table, context);
        NotNullWriter.NoteNames(table, context);
        foreach (var column in table.Columns)
        {
            foreach (var option in column.Options.Where(ColumnOptions.IsLost))
                context.Omit(
                    "column option", $"{table.Name}.{column.Name}", $"The option {option} is not known to be taken by every server.");
        }
    }
}
