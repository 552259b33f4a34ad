using ActorMigrate.Catalog.Drafts;
using ActorMigrate.Catalog.Objects;
using ActorMigrate.Catalog.Reading;
using ActorMigrate.Catalog.Renaming;
using ActorMigrate.Catalog.Scope;
using ActorMigrate.Catalog.Types;
using ActorMigrate.Migration;
using ActorMigrate.Postgres;
using Npgsql;

namespace ActorMigrate.Catalog.Functions;

/// <summary>A function, window function or procedure. <paramref name="Definition"/> is what follows
/// the opening parenthesis of its arguments.</summary>
internal sealed record FunctionObject(
    uint Oid, QualifiedName Name, bool IsProcedure, string Definition, string Arguments, string InputTypes)
    : CatalogObject(new ObjectAddress(SystemCatalog.Procedure, Oid), Name.Schema)
{
    public static FunctionObject Read(NpgsqlDataReader row) => new(
        row.Oid(0),
        row.Name(1),
        row.Flag(3),
        row.TextOrNull(4) ?? throw new InvalidOperationException($"The definition of function {row.Name(1)} does not begin as expected."),
        row.Text(5),
        row.Text(6));

    /// <summary>Finds functions whose body, which nobody rewrites, spells out a schema that is renamed.</summary>
    public IEnumerable<Finding> Findings(MigrationScope scope) => scope.RenamedSchemas() is [var renamed]
        && ScopeResolver.InSchema(Name.Schema, scope)
        && OldName.IsInText(RenamedConstants.InText(RenamedConstants.InSettings(Definition, scope), scope), renamed)
        ? [OldName.Finding($"{Name}({Arguments})", renamed, scope.MapSchema(renamed))]
        : [];

    public override IEnumerable<Draft> Write(DdlContext context)
    {
        var keyword = IsProcedure ? "PROCEDURE" : "FUNCTION";
        var name = context.Qualify(Name);
        var definition = RenamedConstants.InSettings(Definition, context.Catalog.Scope);
        yield return Define(
            context,
            IsProcedure ? "procedure" : "function",
            $"{context.Mapped(Name)}({Arguments})",
            $"{keyword} {name}({Arguments})",
            // A body may name what is made later, and worked in the source.
            [
                "SET LOCAL check_function_bodies = off",
                $"CREATE {keyword} {name}({CycleMarks.Mend(definition.TrimEnd())}",
                .. context.DependOnExtensions($"{keyword} {name}({Arguments})", Address),
            ]) with
        {
            After = [ExistingTablesWriter.Done, .. context.BaseTypesOf(Oid).Select(ShellTypes.Made)],
            // A function of a base type cannot be looked up while the type is a shell.
            // A function that comes along is only there to be called, and a platform's own of that name serves as well.
            ExistsQuery = context.BaseTypesOf(Oid).Any()
                ? null
                : IsOnlyIfNeeded(context) ? $"SELECT pg_catalog.to_regprocedure({Literal.Quote($"{name}({InputTypes})")}) IS NOT NULL"
                : $"""
                SELECT EXISTS (SELECT FROM pg_catalog.pg_proc
                 WHERE oid = pg_catalog.to_regprocedure({Literal.Quote($"{name}({InputTypes})")})
                   AND {SuffixCondition.Of("pg_catalog.pg_get_functiondef(oid)", $"({definition}")})
                """,
            Ignores = [.. context.BaseTypesOf(Oid).Select(type => new ObjectAddress(SystemCatalog.Type, type))],
        };
    }
}
