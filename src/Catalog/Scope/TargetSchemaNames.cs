using System.Text;
using ActorMigrate.Migration;
using ActorMigrate.Migration.Failures;
using ActorMigrate.Migration.Options;
using ActorMigrate.Postgres;

namespace ActorMigrate.Catalog.Scope;

/// <summary>Refuses names for schemas of the target that the server or the migration itself lays claim to. PostgreSQL takes some of them
/// without a word: it cuts a long name, and puts tables into <c>information_schema</c>.</summary>
internal static class TargetSchemaNames
{
    /// <summary>Throws <see cref="RefusedException"/> for the first new name that cannot be used.</summary>
    public static void Check(MigrationScope scope)
    {
        foreach (var schema in scope.RenamedSchemas())
        {
            var name = scope.MapSchema(schema);
            if (Fault(name) is { } fault)
                throw new RefusedException(
                    Outcome.BadUsage, $"Schema {schema} cannot be called {name} in the target: {fault}.", "Choose another name.");
        }
    }

    private static string? Fault(string name) => name switch
    {
        "" => "a name cannot be empty",
        "actormigrate" =>
            "the ledger of the migration goes by this name there, and is dropped with all that is in it when the migration is over",
        "information_schema" => "this schema is the server's own",
        _ when name.StartsWith("pg_", StringComparison.Ordinal) => "names that begin with pg_ are reserved for the server",
        _ when Encoding.UTF8.GetByteCount(name) is > Identifier.MostBytes and var bytes =>
            $"the name has {bytes} bytes, and PostgreSQL cuts names after {Identifier.MostBytes}",
        _ => null,
    };
}
