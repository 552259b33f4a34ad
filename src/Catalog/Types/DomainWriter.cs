using ActorMigrate.Postgres;

namespace ActorMigrate.Catalog;

/// <summary>Writes CREATE DOMAIN.</summary>
internal static class DomainWriter
{
    private const int FirstVersionWithNotNullConstraints = 170000;

    public static Draft Write(DomainType domain, Draft draft, DdlContext context)
    {
        var name = context.Qualify(domain.Name);
        var later = domain.Constraints.Where(constraint => !constraint.IsValid);
        return draft with
        {
            Parts = [.. draft.Parts, .. domain.Constraints.Select(constraint => constraint.Address)],
            Statements =
            [
                $"CREATE DOMAIN {name} AS {domain.BaseType}{Properties(domain, context)}",
                .. later.Select(constraint => $"ALTER DOMAIN {name} ADD CONSTRAINT {Identifier.Quote(constraint.Name)} {constraint.Definition}"),
                .. context.Comment($"DOMAIN {name}", domain.Address),
                .. domain.Constraints.SelectMany(constraint =>
                    context.Comment($"CONSTRAINT {Identifier.Quote(constraint.Name)} ON DOMAIN {name}", constraint.Address)),
            ],
            ExistsQuery = $"SELECT pg_catalog.format_type(typbasetype, typtypmod) = {Literal.Quote(domain.BaseType)} "
                + $"FROM pg_catalog.pg_type WHERE oid = pg_catalog.to_regtype({Literal.Quote(name)})",
        };
    }

    private static string Properties(DomainType domain, DdlContext context)
    {
        var collation = domain.Collation is { } collationName ? $" COLLATE {context.Qualify(collationName)}" : "";
        var value = domain.Default is { } expression ? $" DEFAULT {expression}" : "";
        var checks = domain.Constraints
            .Where(constraint => constraint.IsValid && !constraint.IsNotNull)
            .Select(constraint => $" CONSTRAINT {Identifier.Quote(constraint.Name)} {constraint.Definition}");
        return $"{collation}{value}{NotNull(domain, context)}{string.Concat(checks)}";
    }

    private static string NotNull(DomainType domain, DdlContext context)
    {
        if (!domain.IsNotNull)
            return "";
        return domain.Constraints.FirstOrDefault(constraint => constraint.IsNotNull) is { } named
            && context.TargetVersion >= FirstVersionWithNotNullConstraints
                ? $" CONSTRAINT {Identifier.Quote(named.Name)} NOT NULL"
                : " NOT NULL";
    }
}
