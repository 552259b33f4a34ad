using ActorMigrate.Catalog.Drafts;
using ActorMigrate.Migration;
using ActorMigrate.Postgres;

namespace ActorMigrate.Catalog.Types;

/// <summary>Writes CREATE TYPE … AS RANGE (…).</summary>
internal static class RangeWriter
{
    private const int FirstVersionWithMultiranges = 140000;

    public static Draft Write(RangeType range, Draft draft, DdlContext context)
    {
        var name = context.Qualify(range.Name);
        return draft with
        {
            Parts = [.. draft.Parts, .. MultirangeParts(range.Multirange)],
            Statements =
            [
                $"CREATE TYPE {name} AS RANGE ({string.Join(", ", Options(range, context))})",
                .. context.Comment($"TYPE {name}", range.Address),
                .. MultirangeComment(range.Multirange, context),
            ],
            Needs = range.Canonical is null ? draft.Needs : [.. draft.Needs, ShellTypes.AddressOf(range.Oid)],
            ExistsQuery = ExistsQuery(range, context.Mapped(range.Name), context),
        };
    }

    // to_regtype fails for a shell, up to 15. The properties compared decide on order and form of the values.
    private static string ExistsQuery(RangeType range, QualifiedName name, DdlContext context) =>
        $"""
        SELECT EXISTS (SELECT FROM pg_catalog.pg_type AS t
          JOIN pg_catalog.pg_namespace AS n ON n.oid = t.typnamespace
          JOIN pg_catalog.pg_range AS r ON r.rngtypid = t.oid
          JOIN pg_catalog.pg_opclass AS o ON o.oid = r.rngsubopc
          LEFT JOIN pg_catalog.pg_collation AS c ON c.oid = r.rngcollation
         WHERE n.nspname = {Literal.Quote(name.Schema)} AND t.typname = {Literal.Quote(name.Name)}
           AND pg_catalog.format_type(r.rngsubtype, NULL) = {Literal.Quote(range.Subtype)}
           AND r.rngcanonical::pg_catalog.text = {Literal.Quote(range.Canonical?.Name ?? "-")}
           AND r.rngsubdiff::pg_catalog.text = {Literal.Quote(range.SubtypeDiff ?? "-")}
           AND {(range.Multirange is { } many && context.TargetVersion >= FirstVersionWithMultiranges
                ? $"r.rngmultitypid = pg_catalog.to_regtype({Literal.Quote(context.Qualify(many.Name))})" : "true")}
           AND {(range.OperatorClass is { } ops ? $"o.opcname = {Literal.Quote(ops.Name)}" : "o.opcdefault")}
           AND {(range.Collation is { } collation ? $"c.collname = {Literal.Quote(collation.Name)}" : "true")})
        """;

    /// <summary>Returns the shell that a range type's canonical function is made for.</summary>
    public static IEnumerable<Draft> WriteShell(RangeType range, DdlContext context) =>
        range.Canonical is null ? [] : [ShellTypes.Write(range.Oid, range.Name, context)];

    private static IEnumerable<ObjectAddress> MultirangeParts(Multirange? multirange) => multirange is null
        ? []
        : [new ObjectAddress(SystemCatalog.Type, multirange.Oid), new ObjectAddress(SystemCatalog.Type, multirange.ArrayOid)];

    private static IEnumerable<string> MultirangeComment(Multirange? multirange, DdlContext context) =>
        multirange is not null && context.TargetVersion >= FirstVersionWithMultiranges
            ? context.Comment($"TYPE {context.Qualify(multirange.Name)}", new ObjectAddress(SystemCatalog.Type, multirange.Oid))
            : [];

    private static IEnumerable<string> Options(RangeType range, DdlContext context)
    {
        yield return $"subtype = {range.Subtype}";
        if (range.OperatorClass is { } operatorClass)
            yield return $"subtype_opclass = {context.Qualify(operatorClass)}";
        if (range.Collation is { } collation)
            yield return $"collation = {context.Qualify(collation)}";
        if (range.Canonical is { } canonical)
            yield return $"canonical = {canonical.Name}";
        if (range.SubtypeDiff is { } difference)
            yield return $"subtype_diff = {difference}";
        if (range.Multirange is { } multirange && context.TargetVersion >= FirstVersionWithMultiranges)
            yield return $"multirange_type_name = {context.Qualify(multirange.Name)}";
    }
}
