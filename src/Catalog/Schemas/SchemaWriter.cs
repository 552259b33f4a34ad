using ActorMigrate.Postgres;

namespace ActorMigrate.Catalog;

/// <summary>Writes CREATE SCHEMA.</summary>
internal static class SchemaWriter
{
    /// <summary>The schema public, which is in every database from the start.</summary>
    public static ObjectAddress Public { get; } = new(SystemCatalog.Namespace, 2200);

    /// <summary>The owner that public has from the start, from 15 on.</summary>
    public const string PublicOwner = "pg_database_owner";

    public static Draft Write(Schema schema, DdlContext context)
    {
        var name = context.Scope.MapSchema(schema.Name);
        var quoted = Identifier.Quote(name);
        return new Draft
        {
            Address = schema.Address,
            References = [(schema.Address, $"SCHEMA {quoted}")],
            Stage = SchemaStage.Schema,
            Kind = "schema",
            Name = name,
            // An empty database has this one; where it is known to be there, it is left as it is.
            Statements = [$"CREATE SCHEMA {(name == "public" ? "IF NOT EXISTS " : "")}{quoted}", .. context.Comment($"SCHEMA {quoted}", schema.Address)],
            ExistsQuery = $"SELECT pg_catalog.to_regnamespace({Literal.Quote(quoted)}) IS NOT NULL",
            OnlyIfNeeded = context.Scope.IncludeTables.Count > 0
                || (context.Scope.SourceSchema is { } only && only != schema.Name),
        };
    }
}
