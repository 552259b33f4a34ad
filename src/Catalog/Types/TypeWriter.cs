using ActorMigrate.Catalog.Drafts;
using ActorMigrate.Catalog.Scope;
using ActorMigrate.Migration.Objects;
using ActorMigrate.Postgres;

namespace ActorMigrate.Catalog.Types;

/// <summary>Writes CREATE TYPE and CREATE DOMAIN.</summary>
internal static class TypeWriter
{
    public static Draft Write(UserType type, DdlContext context)
    {
        var name = context.Qualify(type.Name);
        return type switch
        {
            EnumType enumType => Of(ObjectKinds.EnumType, type, context) with
            {
                Statements =
                [
                    $"CREATE TYPE {name} AS ENUM ({string.Join(", ", enumType.Labels.Select(Literal.Quote))})",
                    .. context.Comment($"TYPE {name}", type.Address),
                ],
                ExistsQuery = EnumExists(enumType, context),
            },
            DomainType domain => DomainWriter.Write(domain, Of(ObjectKinds.Domain, type, context), context),
            CompositeType composite => CompositeWriter.Write(composite, Of(ObjectKinds.CompositeType, type, context), context),
            RangeType range => RangeWriter.Write(range, Of(ObjectKinds.RangeType, type, context), context),
            _ => throw new InvalidOperationException($"No writer for {type.GetType().Name}."),
        };
    }

    private static Draft Of(string kind, UserType type, DdlContext context) => new()
    {
        Address = type.Address,
        Parts = type.ArrayOid == 0 ? [] : [new ObjectAddress(SystemCatalog.Type, type.ArrayOid)],
        References = [(type.Address, $"{(type is DomainType ? "DOMAIN" : "TYPE")} {context.Qualify(type.Name)}")],
        Stage = SchemaStage.Schema,
        Kind = kind,
        Name = context.Mapped(type.Name).ToString(),
        Statements = [],
        OnlyIfNeeded = context.Scope.IncludeTables.Count > 0 || !ScopeResolver.InSchema(type.Name.Schema, context.Scope),
    };

    private static string EnumExists(EnumType type, DdlContext context)
    {
        var labels = string.Join(", ", type.Labels.Select(Literal.Quote));
        return $"""
            SELECT ARRAY(SELECT enumlabel::pg_catalog.text FROM pg_catalog.pg_enum WHERE enumtypid = t.oid ORDER BY enumsortorder)
                   = ARRAY[{labels}]::pg_catalog.text[]
              FROM pg_catalog.pg_type AS t
             WHERE t.oid = pg_catalog.to_regtype({Literal.Quote(context.Qualify(type.Name))}) AND t.typtype = 'e'
            """;
    }
}
