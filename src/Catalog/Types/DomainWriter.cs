using ActorMigrate.Postgres;

namespace ActorMigrate.Catalog;

/// <summary>Writes CREATE DOMAIN.</summary>
internal static class DomainWriter
{
    private const int FirstVersionWithNotNullConstraints = 170000;

    public static Draft Write(DomainType domain, Draft draft, DdlContext context)
    {
        var name = context.Qualify(domain.Name);
        var valid = domain.Constraints.Where(constraint => IsInline(constraint, context)).ToList();
        return draft with
        {
            Parts = [.. draft.Parts, .. valid.Select(constraint => constraint.Address)],
            Statements =
            [
                $"CREATE DOMAIN {name} AS {domain.BaseType}{Properties(domain, context)}",
                .. context.Comment($"DOMAIN {name}", domain.Address),
                .. valid.SelectMany(constraint => Comment(constraint, domain, context)),
            ],
            ExistsQuery = $"SELECT pg_catalog.format_type(typbasetype, typtypmod) = {Literal.Quote(domain.BaseType)} "
                + $"FROM pg_catalog.pg_type WHERE oid = pg_catalog.to_regtype({Literal.Quote(name)})",
        };
    }

    /// <summary>Constraints that come after the domain: those that need what needs the domain; and those that are NOT VALID, which
    /// stored values may break, so that they come once the rows are in.</summary>
    public static IEnumerable<Draft> WriteLater(DomainType domain, DdlContext context) =>
        domain.Constraints.Where(constraint => !IsInline(constraint, context)).Select(constraint => new Draft
        {
            Address = constraint.Address,
            Needs = [domain.Address],
            Stage = constraint.IsValid ? SchemaStage.Schema : SchemaStage.AfterTransfer,
            Kind = "check",
            Name = $"{constraint.Name} on {context.Mapped(domain.Name)}",
            NeedsDataAbove = !constraint.IsValid,
            OnlyIfNeeded = true,
            FollowsNeeds = true,
            Statements =
            [
                $"ALTER DOMAIN {context.Qualify(domain.Name)} ADD CONSTRAINT {Identifier.Quote(constraint.Name)} {constraint.Definition}",
                .. Comment(constraint, domain, context),
            ],
            ExistsQuery = $"""
                SELECT EXISTS (SELECT FROM pg_catalog.pg_constraint
                 WHERE contypid = pg_catalog.to_regtype({Literal.Quote(context.Qualify(domain.Name))}) AND conname = {Literal.Quote(constraint.Name)})
                """,
        });

    private static bool IsInline(DomainConstraint constraint, DdlContext context) => constraint.IsValid && !context.IsSeparate(constraint.Address);

    private static IEnumerable<string> Comment(DomainConstraint constraint, DomainType domain, DdlContext context) =>
        context.Comment($"CONSTRAINT {Identifier.Quote(constraint.Name)} ON DOMAIN {context.Qualify(domain.Name)}", constraint.Address);

    private static string Properties(DomainType domain, DdlContext context)
    {
        var collation = domain.Collation is { } collationName ? $" COLLATE {context.Qualify(collationName)}" : "";
        var value = domain.Default is { } expression ? $" DEFAULT {expression}" : "";
        var checks = domain.Constraints
            .Where(constraint => IsInline(constraint, context) && !constraint.IsNotNull)
            .Select(constraint => $" CONSTRAINT {Identifier.Quote(constraint.Name)} {constraint.Definition}");
        return $"{collation}{value}{NotNull(domain, context)}{string.Concat(checks)}";
    }

    private static string NotNull(DomainType domain, DdlContext context)
    {
        if (!domain.IsNotNull)
            return "";
        if (context.TargetVersion < FirstVersionWithNotNullConstraints)
            return " NOT NULL";
        return domain.Constraints.FirstOrDefault(constraint => constraint.IsNotNull) is { } named
            ? $" CONSTRAINT {Identifier.Quote(named.Name)} NOT NULL"
            : NotNullNames.Clause(domain.Name.Name, null, domain.Constraints.Select(constraint => constraint.Name)) + " NOT NULL";
    }
}
