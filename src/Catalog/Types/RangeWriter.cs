using ActorMigrate.Postgres;

namespace ActorMigrate.Catalog;

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
            ExistsQuery = $"SELECT pg_catalog.to_regtype({Literal.Quote(name)}) IS NOT NULL",
        };
    }

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
            yield return $"canonical = {canonical}";
        if (range.SubtypeDiff is { } difference)
            yield return $"subtype_diff = {difference}";
        if (range.Multirange is { } multirange && context.TargetVersion >= FirstVersionWithMultiranges)
            yield return $"multirange_type_name = {context.Qualify(multirange.Name)}";
    }
}
