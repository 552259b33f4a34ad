using ActorMigrate.Catalog.Constraints;
using ActorMigrate.Catalog.Drafts;
using ActorMigrate.Catalog.Privileges;
using ActorMigrate.Migration.Objects;
using ActorMigrate.Migration.Options;
using ActorMigrate.Postgres;

namespace ActorMigrate.Catalog.Types;

/// <summary>Writes CREATE DOMAIN.</summary>
internal static class DomainWriter
{
    private const int FirstVersionWithNotNullConstraints = 170000;

    public static Draft Write(DomainType domain, Draft draft, DdlContext context)
    {
        var name = context.Qualify(domain.Name);
        var valid = domain.Constraints.Where(constraint => IsInline(constraint, domain, context)).ToList();
        return draft with
        {
            Parts = [.. draft.Parts, .. valid.Select(constraint => constraint.Address)],
            Statements =
            [
                $"CREATE DOMAIN {name} AS {domain.BaseType}{Properties(domain, context)}",
                .. context.Comment($"DOMAIN {name}", domain.Address),
                .. valid.SelectMany(constraint => Comment(constraint, domain, context)),
            ],
            ExistsQuery = DomainForm.ExistsQuery(domain, valid, [.. domain.Constraints.Except(valid)], context),
        };
    }

    /// <summary>Constraints that come after the domain: those that need what needs the domain; those that are NOT VALID, which stored
    /// values may break, so that they come once the rows are in; and those with code of a role that is not trusted.</summary>
    public static IEnumerable<Draft> WriteLater(DomainType domain, DdlContext context) =>
        domain.Constraints.Where(constraint => !IsInline(constraint, domain, context)).Select(constraint => new Draft
        {
            Address = constraint.Address,
            Needs = [domain.Address],
            Stage = IsAfterRows(constraint, domain, context) ? SchemaStage.AfterTransfer : SchemaStage.Schema,
            Kind = ObjectKinds.Check,
            Name = $"{constraint.Name} on {context.Mapped(domain.Name)}",
            NeedsDataAbove = IsAfterRows(constraint, domain, context),
            FollowsAllAbove = CodeOwnerOf(constraint, domain, context) is not null && IsContained(domain, context),
            OnlyIfNeeded = true,
            FollowsNeeds = true,
            Statements =
            [
                .. Add(constraint, domain, context),
                .. Comment(constraint, domain, context),
            ],
            ExistsQuery = DomainForm.ExistsQuery(constraint, domain, context),
        });

    private static bool IsInline(DomainConstraint constraint, DomainType domain, DdlContext context) =>
        constraint.IsValid && !context.IsSeparate(constraint.Address) && CodeOwnerOf(constraint, domain, context) is null;

    /// <summary>Returns the checks that hold from the start, for the values that are copied.</summary>
    public static IEnumerable<ObjectAddress> ChecksAtOnce(DomainType domain, DdlContext context) =>
        domain.Constraints
            .Where(constraint => IsInline(constraint, domain, context) || context.Options.Content == MigrationContent.DataOnly)
            .Select(constraint => constraint.Address);

    /// <summary>Returns the checks that are made once the rows are in.</summary>
    public static IEnumerable<DomainConstraint> ChecksAfterRows(DomainType domain, DdlContext context) =>
        domain.Constraints.Where(constraint => IsAfterRows(constraint, domain, context));

    private static bool IsAfterRows(DomainConstraint constraint, DomainType domain, DdlContext context) =>
        !constraint.IsValid || CodeOwnerOf(constraint, domain, context) is not null;

    // A check with users' code would run for each value of the domain that is copied, and for each constant in a definition, as the role
    // that migrates.
    private static string? CodeOwnerOf(DomainConstraint constraint, DomainType domain, DdlContext context) =>
        !constraint.IsNotNull && OwnersCode.IsCalledBy(constraint.Address, context) ? OwnersCode.OwnerOf(domain.Address, context) : null;

    // The values of such a domain are within arrays, ranges, composites or rows, or others build on it. PostgreSQL validates no check of
    // it, and runs its checks where a constant of an outer type is read: a view's, a default's or an aggregate's.
    private static bool IsContained(DomainType domain, DdlContext context) =>
        context.DependentsOf(new ObjectAddress(SystemCatalog.Type, domain.ArrayOid)).Any()
        || context.DependentsOf(domain.Address)
            .Any(user => user.Catalog == SystemCatalog.Type || (user.Catalog == SystemCatalog.Class && IsStoredAsRow(user.Oid, context)));

    private static bool IsStoredAsRow(uint relation, DdlContext context) => context.TableOf(relation) is { } table
        ? context.DependentsOf(new ObjectAddress(SystemCatalog.Type, table.RowType))
            .Any(user => user.Catalog is SystemCatalog.Class or SystemCatalog.Type)
        : context.ViewOf(relation) is null;

    private static IEnumerable<string> Add(DomainConstraint constraint, DomainType domain, DdlContext context)
    {
        var (domainName, name) = (context.Qualify(domain.Name), Identifier.Quote(constraint.Name));
        var add = $"ADD CONSTRAINT {name} {constraint.Definition}";
        if (CodeOwnerOf(constraint, domain, context) is not { } owner)
            return [$"ALTER DOMAIN {domainName} {add}"];
        var later = constraint.IsValid ? $"{add} NOT VALID" : add;
        return
        [
            .. HasConstants(constraint, domain, context) ? AsOwner(later) : [$"ALTER DOMAIN {domainName} {later}"],
            .. !constraint.IsValid ? [] : IsContained(domain, context) ? [MarkValid(constraint, domain, context)]
                : AsOwner($"VALIDATE CONSTRAINT {name}"),
        ];

        IEnumerable<string> AsOwner(string action)
        {
            var lent = LentSchema.OfDomain(owner, domain.Oid, domain.Name, context);
            return lent.Around(OwnersCode.Run($"ALTER DOMAIN {lent.Qualify(domain.Oid, domain.Name)} {action}", owner));
        }
    }

    // The server reads a constant in the check, and may run the check of another domain for it.
    private static bool HasConstants(DomainConstraint constraint, DomainType domain, DdlContext context) =>
        context.ReferencesOf(constraint.Address).Any(reference => reference.Catalog == SystemCatalog.Type && reference != domain.Address);

    // The values have come byte by byte from where the check holds. No command of PostgreSQL validates it here.
    private static string MarkValid(DomainConstraint constraint, DomainType domain, DdlContext context) =>
        "UPDATE pg_catalog.pg_constraint SET convalidated = true WHERE contypid = "
            + $"{Literal.Quote(context.Qualify(domain.Name))}::pg_catalog.regtype AND conname = {Literal.Quote(constraint.Name)}";

    private static IEnumerable<string> Comment(DomainConstraint constraint, DomainType domain, DdlContext context) =>
        context.Comment($"CONSTRAINT {Identifier.Quote(constraint.Name)} ON DOMAIN {context.Qualify(domain.Name)}", constraint.Address);

    private static string Properties(DomainType domain, DdlContext context)
    {
        var collation = domain.Collation is { } collationName ? $" COLLATE {context.Qualify(collationName)}" : "";
        var value = domain.Default is { } expression ? $" DEFAULT {expression}" : "";
        var checks = domain.Constraints
            .Where(constraint => IsInline(constraint, domain, context) && !constraint.IsNotNull)
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
