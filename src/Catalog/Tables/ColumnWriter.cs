using ActorMigrate.Catalog.Constraints;
using ActorMigrate.Catalog.Drafts;
using ActorMigrate.Catalog.Foreign;
using ActorMigrate.Catalog.Sequences;
using ActorMigrate.Migration;
using ActorMigrate.Postgres;

namespace ActorMigrate.Catalog.Tables;

/// <summary>Writes a column as CREATE TABLE and ALTER TABLE say it.</summary>
internal static class ColumnWriter
{
    /// <summary>From here on, NOT NULL is a constraint with a name.</summary>
    public const int FirstVersionWithNotNullConstraints = 180000;

    /// <summary>From this version on, a partition's column has the identity of the parent's column, and none of its own.</summary>
    public const int FirstVersionWithInheritedIdentity = 170000;

    /// <summary>Returns name, type and constraints for the column list of CREATE TABLE.</summary>
    public static string Define(Table table, Column column, DdlContext context) =>
        $"{Identifier.Quote(column.Name)} "
        + $"{column.TypeName}{Compression(table.Name, column, context)}{ForeignOptions.Clause(column.ForeignOptions)}"
        + Collation(column, context) + Properties(table, column, context);

    /// <summary>Returns the properties of a column whose name and type come from elsewhere (a typed table's); empty for none.</summary>
    public static string Properties(Table table, Column column, DdlContext context) =>
        $"{Value(table, column, context)}{NotNull(table, column, context)}";

    /// <summary>Returns the properties that only ALTER TABLE can set, as its actions.</summary>
    public static IEnumerable<string> Alterations(Column column)
    {
        var alter = $"ALTER COLUMN {Identifier.Quote(column.Name)}";
        if (column.Storage is { } storage)
            yield return $"{alter} SET STORAGE {StorageName(storage)}";
        if (column.StatisticsTarget is { } target)
            yield return $"{alter} SET STATISTICS {target}";
        var options = column.Options.Where(ColumnOptions.IsPortable).ToList();
        if (options.Count > 0)
            yield return $"{alter} SET ({StorageOptions.List(options)})";
    }

    /// <summary>Returns COLLATE, where it is not the type's own; also for composite types and domains.</summary>
    public static string Collation(Column column, DdlContext context) =>
        column.Collation is { } collation ? $" COLLATE {context.Qualify(collation)}" : "";

    /// <summary>Returns the action of ALTER MATERIALIZED VIEW that gives a column its compression method; empty for none.</summary>
    public static IEnumerable<string> CompressionOf(QualifiedName view, Column column, DdlContext context) =>
        Compression(view, column, context) is { Length: > 0 } clause ? [$"ALTER COLUMN {Identifier.Quote(column.Name)} SET{clause}"] : [];

    private static string Compression(QualifiedName table, Column column, DdlContext context)
    {
        if (column.Compression is null)
            return "";
        var method = column.Compression == 'l' ? "lz4" : "pglz";
        if (method == "pglz" || (context.Options.Target?.HasLz4 ?? true))
            return $" COMPRESSION {method}";
        context.Omit(
            "column compression", $"{table}.{column.Name}",
            $"The target does not know the compression method {method}; the column uses the target's default.");
        return "";
    }

    private static string Value(Table table, Column column, DdlContext context)
    {
        if (column.Identity != IdentityKind.None)
            return Identity(table, column, context);
        return column switch
        {
            { Default: null } => "",
            { Generated: Generation.None } when context.IsSeparate(column.Default.Address) => "",
            { Generated: Generation.Stored } => $" GENERATED ALWAYS AS ({column.Default.Expression}) STORED",
            { Generated: Generation.Virtual } => $" GENERATED ALWAYS AS ({column.Default.Expression}) VIRTUAL",
            _ => $" DEFAULT {column.Default.Expression}",
        };
    }

    // A partition's identity column (17) has no sequence of its own: attaching makes it one.
    private static string Identity(Table table, Column column, DdlContext context)
    {
        if (context.IdentityOf(table, column) is not { } sequence)
            return "";
        var when = column.Identity == IdentityKind.Always ? "ALWAYS" : "BY DEFAULT";
        // The sequence is made of the column's type; bounds of another type come with that type.
        var options = sequence.Options.TypeName == column.TypeName ? $" {SequenceWriter.Options(sequence.Options)}" : "";
        return $" GENERATED {when} AS IDENTITY (SEQUENCE NAME {context.Qualify(sequence.Name)}{options})";
    }

    /// <summary>Its not-null constraint has a name, in the source and in the target.</summary>
    public static bool HasNamedNotNull(Column column, DdlContext context) =>
        column.NotNull is not null && context.TargetVersion >= FirstVersionWithNotNullConstraints;

    /// <summary>Returns the not-null constraint that an inherited column has besides its parents' constraint, under its own name, or null.
    /// PostgreSQL merges both only as a part of CREATE TABLE. The column's constraint is valid at once, even where a parent's is not yet
    /// valid, which is added after the rows.</summary>
    public static string? InheritedNotNull(Column column, IReadOnlyList<Table> parents, DdlContext context) =>
        column.NotNull is { IsValid: true } constraint && HasNamedNotNull(column, context)
            && (constraint.IsLocal
                || parents.Any(parent => parent.Columns.Any(above => above.Name == column.Name && above.NotNull is { IsValid: false })))
            ? $"CONSTRAINT {Identifier.Quote(constraint.Name)} NOT NULL "
                + $"{Identifier.Quote(column.Name)}{(constraint.NoInherit ? " NO INHERIT" : "")}"
            : null;

    // A not-null constraint that a column has from a parent alone is not written: the column inherits it.
    private static string NotNull(Table table, Column column, DdlContext context)
    {
        if (!column.IsNotNull || column.NotNull is { IsValid: false })
            return "";
        if (column.NotNull is { IsLocal: false } && Ancestry.ParentsOf(table, context).SelectMany(parent => parent.Columns)
            .Any(above => above.Name == column.Name && above.NotNull is { IsValid: true }))
            return "";
        if (column.NotNull is not { } constraint)
            return (context.TargetVersion < FirstVersionWithNotNullConstraints
                ? ""
                : NotNullNames.Clause(table.Name.Name, column.Name, table.Constraints.Select(made => made.Name))) + " NOT NULL";
        // NO INHERIT is written for an older version, too, which is then refused by name.
        var name = context.TargetVersion < FirstVersionWithNotNullConstraints ? "" : $" CONSTRAINT {Identifier.Quote(constraint.Name)}";
        return $"{name} NOT NULL{(constraint.NoInherit ? " NO INHERIT" : "")}";
    }

    private static string StorageName(char storage) => storage switch
    {
        'p' => "PLAIN",
        'e' => "EXTERNAL",
        'm' => "MAIN",
        'x' => "EXTENDED",
        _ => throw new ArgumentOutOfRangeException(nameof(storage), storage, "No such storage of a column."),
    };
}
