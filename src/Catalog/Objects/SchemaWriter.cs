using ActorMigrate.Catalog.Drafts;
using ActorMigrate.Migration.Failures;
using ActorMigrate.Migration.Objects;
using ActorMigrate.Migration.Options;
using ActorMigrate.Postgres;

namespace ActorMigrate.Catalog.Objects;

/// <summary>Writes CREATE SCHEMA.</summary>
internal static class SchemaWriter
{
    /// <summary>The schema public, which is in every database from the start.</summary>
    public static ObjectAddress Public { get; } = new(SystemCatalog.Namespace, 2200);

    /// <summary>The owner that public has from the start, from 15 on.</summary>
    public const string PublicOwner = "pg_database_owner";

    // Its comment from the start; only another one is worth the attempt of a role that may not own it.
    private const string PublicComment = "standard public schema";

    /// <summary>The key of all of public's privileges, for when it goes by another name;
    /// <see cref="Public"/> has those that differ from its start.</summary>
    public static ObjectAddress RenamedPublic { get; } = new(SystemCatalog.Namespace, 0);

    /// <summary>Tells whether it is the schema public, and keeps its name.</summary>
    public static bool IsPublic(ObjectAddress address, DdlContext context) =>
        address == Public && context.Scope.MapSchema("public") == "public";

    public static Draft Write(Schema schema, DdlContext context)
    {
        var name = context.Scope.MapSchema(schema.Name);
        var quoted = Identifier.Quote(name);
        return new Draft
        {
            Address = schema.Address,
            References = [(schema.Address, $"SCHEMA {quoted}")],
            Stage = SchemaStage.Schema,
            Kind = ObjectKinds.Schema,
            Name = name,
            // An empty database has this one; where it is known to be there, it is left as it is.
            Statements = [$"CREATE SCHEMA {(name == "public" ? "IF NOT EXISTS " : "")}{quoted}", .. Comment(schema, quoted, context)],
            ExistsQuery = $"SELECT pg_catalog.to_regnamespace({Literal.Quote(quoted)}) IS NOT NULL{SameComment(schema, quoted, context)}",
            OnlyIfNeeded = context.Scope.IncludeTables.Count > 0
                || (context.Scope.SourceSchema is { } only && only != schema.Name),
        };
    }

    /// <summary>Returns notes on schemas among <paramref name="made"/> that the target has already with other comments: they are left as
    /// they are. The comment of public is changed where it is not the one from the start.</summary>
    public static IEnumerable<Finding> Findings(IEnumerable<ObjectAddress> made, DdlContext context)
    {
        if (context.Options.Target is not { } target || context.Options.Content == MigrationContent.DataOnly)
            return [];
        var planned = made.ToHashSet();
        return
            from schema in context.Catalog.Schemas
            where planned.Contains(schema.Address) && !IsChangedPublic(schema, context)
            let name = context.Scope.MapSchema(schema.Name)
            where target.SchemaComments.TryGetValue(name, out var there)
                && there != context.Catalog.Comments.GetValueOrDefault((schema.Address, 0))
            select new Finding(
                $"schema {name}", "The target's schema was kept as it is, and has another comment than the source's.", null,
                $"Where the source's is wanted, type: COMMENT ON SCHEMA {Identifier.Quote(name)} IS {CommentOf(schema, context)};");
    }

    private static IEnumerable<string> Comment(Schema schema, string quoted, DdlContext context) => IsChangedPublic(schema, context)
        ? [$"COMMENT ON SCHEMA {quoted} IS {CommentOf(schema, context)}"]
        : context.Comment($"SCHEMA {quoted}", schema.Address);

    private static string SameComment(Schema schema, string quoted, DdlContext context) => IsChangedPublic(schema, context)
        ? $" AND pg_catalog.obj_description(pg_catalog.to_regnamespace({Literal.Quote(quoted)}), 'pg_namespace') IS NOT DISTINCT FROM "
            + $"{CommentOf(schema, context)}"
        : "";

    private static string CommentOf(Schema schema, DdlContext context) =>
        context.Catalog.Comments.TryGetValue((schema.Address, 0), out var text) ? Literal.Quote(text) : "NULL";

    private static bool IsChangedPublic(Schema schema, DdlContext context) => schema.Address == Public
        && context.Scope.MapSchema(schema.Name) == schema.Name
        && context.Catalog.Comments.GetValueOrDefault((schema.Address, 0)) != PublicComment;
}
