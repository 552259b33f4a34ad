using ActorMigrate.Catalog.Drafts;
using ActorMigrate.Catalog.Indexes;
using ActorMigrate.Catalog.Reading;
using ActorMigrate.Catalog.Tables;
using ActorMigrate.Migration;
using ActorMigrate.Migration.Objects;
using ActorMigrate.Migration.Options;
using ActorMigrate.Postgres;
using Npgsql;

namespace ActorMigrate.Catalog.Objects;

/// <summary>A view or materialized view.</summary>
internal sealed record ViewObject(uint Oid, QualifiedName Name, bool IsMaterialized, string Definition)
    : CatalogObject(new ObjectAddress(SystemCatalog.Class, Oid), Name.Schema)
{
    private const string SameName = "actormigrate_same";
    private const string ShellName = "actormigrate_shell";

    public string[] Options { get; init; } = [];

    public string[] ToastOptions { get; init; } = [];

    public string? AccessMethod { get; init; }

    public bool IsPopulated { get; init; }

    public uint RowType { get; init; }

    public uint Rule { get; init; }

    public string? Tablespace { get; init; }

    public static ViewObject Read(NpgsqlDataReader row) => new(row.Oid(0), row.Name(1), row.Flag(3), row.Text(4))
    {
        Options = row.Array<string>(5),
        ToastOptions = row.Array<string>(6),
        AccessMethod = row.TextOrNull(7),
        IsPopulated = row.Flag(8),
        RowType = row.Oid(9),
        Rule = row.Oid(10),
        Tablespace = row.TextOrNull(11),
    };

    /// <summary>Returns the step after which a materialized view has its rows.</summary>
    public static Step Ready(uint view) => new("ready", view);

    public override IEnumerable<Draft> Write(DdlContext context)
    {
        if (!IsMaterialized && context.IsSeparate(RuleAddress))
        {
            yield return Shell(context);
            yield return Replace(context);
        }
        else
        {
            yield return IsMaterialized ? CreateMaterialized(context) : Create(context);
        }
        if (IsMaterialized && IsPopulated)
            yield return Refresh(context);
        foreach (var index in context.IndexesOf(Oid))
            yield return Index(index, context);
    }

    private IEnumerable<Column> Columns(DdlContext context) => context.ColumnsOf(Oid);

    private IReadOnlyList<ObjectAddress> PartsOf(DdlContext context) =>
    [
        new ObjectAddress(SystemCatalog.Type, RowType), new ObjectAddress(SystemCatalog.Rewrite, Rule),
        .. Columns(context).Where(column => column.Default is not null)
            .Select(column => new ObjectAddress(SystemCatalog.Default, column.Default!.Oid)),
    ];

    private Draft Create(DdlContext context)
    {
        var name = context.Qualify(Name);
        var defaults = Columns(context).Where(column => column.Default is not null).Select(column =>
            $"ALTER VIEW {name} ALTER COLUMN {Identifier.Quote(column.Name)} SET DEFAULT {column.Default!.Expression}");
        return Define(
            context, ObjectKinds.View, context.Mapped(Name).ToString(), $"VIEW {name}",
            [
                .. Compared(context), $"{Verb(context)} {name}{With(context)} AS\n{Query()}", .. defaults, .. PartComments(context),
            ]) with
        {
            Parts = PartsOf(context),
            ExistsQuery = ExistsQuery(context),
            After = [ExistingTablesWriter.Done],
        };
    }

    private ObjectAddress RuleAddress => new(SystemCatalog.Rewrite, Rule);

    // A view in a circle is made with its columns alone first, and gets its query when all that this needs is there.
    private Draft Shell(DdlContext context)
    {
        var whole = Create(context);
        return whole with
        {
            Parts = [.. whole.Parts.Where(part => part != RuleAddress)],
            Statements = [.. CreateShell(context), .. whole.Statements.Skip(Compared(context).Count + 1)],
        };
    }

    // A view that may be there stays; its query is compared when all that the source's needs is there.
    private IEnumerable<string> CreateShell(DdlContext context)
    {
        var create = $"CREATE VIEW {context.Qualify(Name)} AS {ShellQuery(context)}";
        var there = $"pg_catalog.to_regclass({Literal.Quote(context.Qualify(Name))})";
        return MayBeThere(context)
            ? [$"DO LANGUAGE plpgsql {Literal.Quote($"BEGIN IF {there} IS NULL THEN {create}; END IF; END")}"]
            : [create];
    }

    private string ShellQuery(DdlContext context)
    {
        var columns = Columns(context).Select(column =>
            $"NULL::{column.TypeName}{ColumnWriter.Collation(column, context)} AS {Identifier.Quote(column.Name)}");
        return $"SELECT {string.Join(", ", columns)}";
    }

    private Draft Replace(DdlContext context) => new()
    {
        Address = RuleAddress,
        Needs = [Address],
        Stage = SchemaStage.Schema,
        Kind = ObjectKinds.ViewQuery,
        Name = context.Mapped(Name).ToString(),
        Statements =
        [
            .. Compared(context, ShellQuery(context)), $"CREATE OR REPLACE VIEW {context.Qualify(Name)}{With(context)} AS\n{Query()}",
        ],
        OnlyIfNeeded = IsOnlyIfNeeded(context),
    };

    private Draft CreateMaterialized(DdlContext context)
    {
        var name = context.Qualify(Name);
        var access = AccessMethod is { } method ? $" USING {Identifier.Quote(method)}" : "";
        var alterations = Columns(context)
            .SelectMany(column => ColumnWriter.Alterations(column).Concat(ColumnWriter.CompressionOf(Name, column, context)))
            .ToList();
        string[] alter = alterations.Count > 0 ? [$"ALTER MATERIALIZED VIEW {name} {string.Join(", ", alterations)}"] : [];
        return Define(
            context, ObjectKinds.MaterializedView, context.Mapped(Name).ToString(), $"MATERIALIZED VIEW {name}",
            [
                .. Compared(context),
                .. TablespaceWriter.In(
                    Tablespace, $"materialized view {Name}", context,
                    $"{Verb(context)} {name}{access}{With(context)} AS\n{Query()}\nWITH NO DATA"),
                .. alter, .. context.DependOnExtensions($"MATERIALIZED VIEW {name}", Address), .. PartComments(context),
            ]) with
        {
            Parts = PartsOf(context),
            ExistsQuery = ExistsQuery(context),
        };
    }

    private Draft Refresh(DdlContext context) => new()
    {
        Needs = [Address],
        Step = Ready(Oid),
        Stage = SchemaStage.AfterTransfer,
        Kind = ObjectKinds.Refresh,
        Name = context.Mapped(Name).ToString(),
        RelationName = context.Qualify(Name),
        // The view's owner runs the query. With row_security on, the view has no rows that policies hide from the owner, as in the source.
        Statements = ["SET LOCAL row_security = on", $"REFRESH MATERIALIZED VIEW {context.Qualify(Name)}"],
        ReadsAllBelow = true,
    };

    private Draft Index(TableIndex index, DdlContext context)
    {
        var name = context.Qualify(index.Name);
        return new Draft
        {
            Address = index.Address,
            Needs = [Address],
            After = [Ready(Oid)],
            Stage = SchemaStage.AfterTransfer,
            Kind = ObjectKinds.Index,
            Name = context.Mapped(index.Name).ToString(),
            Statements =
            [
                .. TablespaceWriter.In(
                    index.Tablespace, $"index {index.Name}", context,
                    $"CREATE {(index.IsUnique ? "UNIQUE " : "")}INDEX {Identifier.Quote(index.Name.Name)} ON "
                        + $"{context.Qualify(Name)}{index.Definition}"),
                .. index.Statistics.Select(column => $"ALTER INDEX {name} ALTER COLUMN {column.Column} SET STATISTICS {column.Target}"),
                .. index.IsClustered
                    ? [$"ALTER MATERIALIZED VIEW {context.Qualify(Name)} CLUSTER ON {Identifier.Quote(index.Name.Name)}"]
                    : Array.Empty<string>(),
                .. context.DependOnExtensions($"INDEX {name}", index.Address),
                .. context.Comment($"INDEX {name}", index.Address),
            ],
            ExistsQuery = IndexWriter.ExistsQuery(index, Name, context),
            OnlyIfNeeded = IsOnlyIfNeeded(context),
        };
    }

    private string ExistsQuery(DdlContext context) =>
        $"""
        SELECT EXISTS (SELECT FROM pg_catalog.pg_class
         WHERE oid = pg_catalog.to_regclass({Literal.Quote(context.Qualify(Name))})
           AND relkind = '{(IsMaterialized ? 'm' : 'v')}'
           AND pg_catalog.pg_get_viewdef(oid) = {Literal.Quote(Definition)}
           AND {SameOptions()} AND {SameDefaults(context)})
        """;

    // Options decide as whom a view reads and what it lets out.
    private string SameOptions()
    {
        if (IsMaterialized)
            return "true";
        var options = Options.Order(StringComparer.Ordinal).Select(Literal.Quote);
        return "ARRAY(SELECT option FROM pg_catalog.unnest(reloptions) AS option ORDER BY option COLLATE pg_catalog.\"C\") "
            + $"= ARRAY[{string.Join(", ", options)}]::pg_catalog.text[]";
    }

    private string SameDefaults(DdlContext context)
    {
        var defaults = Columns(context).Where(column => column.Default is not null).ToList();
        var same = defaults.Select(column => $"attname = {Literal.Quote(column.Name)} AND "
            + TextCondition.Of("pg_catalog.pg_get_expr(adbin, adrelid)", column.Default!.Expression)).DefaultIfEmpty("false");
        return $"""
            (SELECT count(*) = {defaults.Count} AND coalesce(pg_catalog.bool_and({string.Join(" OR ", same)}), true)
               FROM pg_catalog.pg_attrdef
               JOIN pg_catalog.pg_attribute ON attrelid = adrelid AND attnum = adnum
              WHERE adrelid = pg_catalog.pg_class.oid)
            """;
    }

    // Some queries are deparsed otherwise once they were parsed again, and by another version. Where the target may have the view already,
    // its text is compared with that of a view that the target makes of the source's text, and an equal one is left; so is one with the
    // query of a shell, which was made for it.
    private IReadOnlyList<string> Compared(DdlContext context, string? shell = null)
    {
        if (!MayBeThere(context))
            return [];
        var different = Literal.Quote($"relation {context.Qualify(Name)} already exists with another query");
        var forms = shell is null ? new[] { SameName } : [SameName, ShellName];
        var texts = string.Join(", ", forms.Select(form => $"pg_catalog.pg_get_viewdef('pg_temp.{form}'::pg_catalog.regclass)"));
        var block = $"""
            BEGIN
              IF pg_catalog.pg_get_viewdef({Literal.Quote(context.Qualify(Name))}::pg_catalog.regclass) NOT IN ({texts}) THEN
                RAISE duplicate_table USING MESSAGE = {different};
              END IF;
            EXCEPTION WHEN undefined_table OR invalid_schema_name THEN NULL;
            END
            """;
        return
        [
            $"CREATE TEMPORARY VIEW {SameName} AS\n{Query()}",
            .. shell is null ? [] : new[] { $"CREATE TEMPORARY VIEW {ShellName} AS {shell}" },
            $"DO LANGUAGE plpgsql {Literal.Quote(block)}",
            .. forms.Select(form => $"DROP VIEW pg_temp.{form}"),
        ];
    }

    private string Verb(DdlContext context) => (IsMaterialized, MayBeThere(context)) switch
    {
        (true, true) => "CREATE MATERIALIZED VIEW IF NOT EXISTS",
        (true, false) => "CREATE MATERIALIZED VIEW",
        (false, true) => "CREATE OR REPLACE VIEW",
        (false, false) => "CREATE VIEW",
    };

    private static bool MayBeThere(DdlContext context) => context.Options.Existing == ExistingTables.Truncate;

    private string Query() => CycleMarks.Mend(Definition.TrimEnd().TrimEnd(';'));

    private string With(DdlContext context)
    {
        var lists = new[]
        {
            StorageOptions.List(StorageParameters.Taken(Name, AccessMethod, Options, context)),
            StorageOptions.List(StorageParameters.Taken(Name, AccessMethod, ToastOptions, context), "toast"),
        }.Where(list => list.Length > 0).ToList();
        return lists.Count > 0 ? $" WITH ({string.Join(", ", lists)})" : "";
    }

    private IEnumerable<string> PartComments(DdlContext context) => Columns(context)
        .SelectMany(column => context.Comment($"COLUMN {context.Qualify(Name)}.{Identifier.Quote(column.Name)}", Address, column.Number))
        .Concat(context.Comment($"RULE \"_RETURN\" ON {context.Qualify(Name)}", RuleAddress));
}
