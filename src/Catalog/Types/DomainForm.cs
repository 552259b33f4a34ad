using ActorMigrate.Catalog.Drafts;
using ActorMigrate.Postgres;

namespace ActorMigrate.Catalog.Types;

/// <summary>Compares a domain of the target with the source's. One that is looser, stricter or of another default would give the columns
/// that are made of it another meaning without an error.</summary>
internal static class DomainForm
{
    /// <summary>Returns the query that tells whether the target has the domain in the same form. Checks that come after the domain
    /// (<paramref name="later"/>) may still be missing; no other check may be there.</summary>
    public static string ExistsQuery(
        DomainType domain, IReadOnlyList<DomainConstraint> inline, IReadOnlyList<DomainConstraint> later, DdlContext context) =>
        $"""
        SELECT EXISTS (SELECT FROM pg_catalog.pg_type AS t
          JOIN pg_catalog.pg_type AS base ON base.oid = t.typbasetype
          LEFT JOIN pg_catalog.pg_collation AS c ON c.oid = t.typcollation AND t.typcollation <> base.typcollation
          LEFT JOIN pg_catalog.pg_namespace AS n ON n.oid = c.collnamespace
         WHERE t.oid = pg_catalog.to_regtype({Literal.Quote(context.Qualify(domain.Name))}) AND t.typtype = 'd'
           AND pg_catalog.format_type(t.typbasetype, t.typtypmod) = {Literal.Quote(domain.BaseType)}
           AND t.typnotnull = {domain.IsNotNull}
           AND {TextCondition.Of("pg_catalog.pg_get_expr(t.typdefaultbin, 0)", domain.Default)}
           AND {Collation(domain, context)}
           AND {inline.Count(check => !check.IsNotNull)} = (SELECT count(*) FROM pg_catalog.pg_constraint AS k
                WHERE k.contypid = t.oid AND k.contype = 'c' AND k.conname IN ({Names(inline)}))
           AND NOT EXISTS (SELECT FROM pg_catalog.pg_constraint AS k
                WHERE k.contypid = t.oid AND k.contype = 'c' AND NOT ({Same([.. inline, .. later])})))
        """;

    /// <summary>Returns the query that tells whether the domain has the check, in the same form.</summary>
    public static string ExistsQuery(DomainConstraint check, DomainType domain, DdlContext context) =>
        $"""
        SELECT EXISTS (SELECT FROM pg_catalog.pg_constraint AS k
         WHERE k.contypid = pg_catalog.to_regtype({Literal.Quote(context.Qualify(domain.Name))}) AND ({Same([check])}))
        """;

    private static string Collation(DomainType domain, DdlContext context) =>
        domain.Collation is { } name && context.Mapped(name) is var there
        ? $"n.nspname = {Literal.Quote(there.Schema)} AND c.collname = {Literal.Quote(there.Name)}"
        : "c.oid IS NULL";

    private static string Names(IReadOnlyList<DomainConstraint> checks) =>
        string.Join(", ", checks.Where(check => !check.IsNotNull).Select(check => Literal.Quote(check.Name)).DefaultIfEmpty("NULL"));

    private static string Same(IReadOnlyList<DomainConstraint> checks) => string.Join(
        " OR ",
        checks.Where(check => !check.IsNotNull)
            .Select(check => $"k.conname = {Literal.Quote(check.Name)} AND "
                + TextCondition.Of("pg_catalog.pg_get_constraintdef(k.oid)", check.Definition))
            .DefaultIfEmpty("false"));
}
