using ActorMigrate.Catalog.Drafts;
using ActorMigrate.Catalog.Objects;
using ActorMigrate.Catalog.Reading;
using ActorMigrate.Catalog.Renaming;
using ActorMigrate.Catalog.Scope;
using ActorMigrate.Catalog.Types;
using ActorMigrate.Migration;
using ActorMigrate.Migration.Failures;
using ActorMigrate.Migration.Objects;
using ActorMigrate.Migration.Options;
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
        row.Text(6)) { Result = row.TextOrNull(7), Parameters = row.Text(8) };

    /// <summary>The text that follows RETURNS; null for a procedure.</summary>
    public string? Result { get; init; }

    /// <summary>The arguments with their defaults, which calls may leave out.</summary>
    public required string Parameters { get; init; }

    // As pg_get_functiondef writes one that the server has parsed, and whose needs it knows.
    private bool HasParsedBody =>
        Definition.Contains("\nBEGIN ATOMIC", StringComparison.Ordinal) || Definition.Contains("\nRETURN ", StringComparison.Ordinal);

    /// <summary>Finds functions whose body, which nobody rewrites, spells out a schema that is renamed.</summary>
    public IEnumerable<Finding> Findings(MigrationScope scope) => scope.RenamedSchemas() is [var renamed]
        && ScopeResolver.InSchema(Name.Schema, scope)
        && OldName.IsInText(RenamedConstants.InText(RenamedConstants.InSettings(Definition, scope), scope), renamed)
        ? [OldName.Finding($"{Name}({Arguments})", renamed, scope.MapSchema(renamed))]
        : [];

    public override IEnumerable<Draft> Write(DdlContext context)
    {
        var whole = Create(context);
        if (!context.IsSeparate(Address))
        {
            yield return whole;
            yield break;
        }

        yield return Stub(whole, context);
        yield return Body(whole, context);
    }

    // A function in a circle is made without its body first.
    private Draft Stub(Draft whole, DdlContext context) => whole with
    {
        HasBody = false,
        Ignores = [.. whole.Ignores, .. context.ReferencesOf(Address).Where(DependentsAbove.Of(Address, context).Contains)],
        Statements =
        [
            whole.Statements[0],
            $"CREATE {Keyword} {context.Qualify(Name)}({Parameters}){(Result is null ? "" : $" RETURNS {Result}")} LANGUAGE sql AS ''",
            .. whole.Statements.Skip(2),
        ],
    };

    private Draft Body(Draft whole, DdlContext context) => new()
    {
        BodyOf = Address,
        Needs = [Address],
        Stage = SchemaStage.Schema,
        Kind = ObjectKinds.FunctionBody,
        Name = whole.Name,
        Statements = [whole.Statements[0], "CREATE OR REPLACE" + whole.Statements[1]["CREATE".Length..]],
    };

    private string Keyword => IsProcedure ? "PROCEDURE" : "FUNCTION";

    private Draft Create(DdlContext context)
    {
        var name = context.Qualify(Name);
        var definition = FunctionSettings.InTarget(
            RenamedConstants.InSettings(Definition, context.Catalog.Scope), $"{context.Mapped(Name)}({Arguments})", context);
        return Define(
            context,
            IsProcedure ? ObjectKinds.Procedure : ObjectKinds.Function,
            $"{context.Mapped(Name)}({Arguments})",
            $"{Keyword} {name}({Arguments})",
            // A body may name what is made later, and worked in the source.
            [
                "SET LOCAL check_function_bodies = off",
                $"CREATE {Keyword} {name}({CycleMarks.Mend(definition.TrimEnd())}",
                .. context.DependOnExtensions($"{Keyword} {name}({Arguments})", Address),
            ]) with
        {
            After = [ExistingTablesWriter.Done, .. context.BaseTypesOf(Oid).Select(ShellTypes.Made)],
            // A function of a base type cannot be looked up while the type is a shell.
            // A function outside of the scope is migrated only to be called, and a platform's own of that name serves as well.
            ExistsQuery = context.BaseTypesOf(Oid).Any()
                ? null
                : IsOnlyIfNeeded(context) ? $"SELECT pg_catalog.to_regprocedure({Literal.Quote($"{name}({InputTypes})")}) IS NOT NULL"
                // to_regprocedure fails for an argument whose type is a shell, up to 15.
                : $"""
                SELECT EXISTS (SELECT FROM pg_catalog.pg_proc AS p JOIN pg_catalog.pg_namespace AS n ON n.oid = p.pronamespace
                 WHERE n.nspname = {Literal.Quote(context.Mapped(Name).Schema)} AND p.proname = {Literal.Quote(Name.Name)}
                   AND CASE p.prokind WHEN 'a' THEN false
                            ELSE {SuffixCondition.Of("pg_catalog.pg_get_functiondef(p.oid)", $"({definition}")} END)
                """,
            HasBody = HasParsedBody,
            Ignores = [.. context.BaseTypesOf(Oid).Select(type => new ObjectAddress(SystemCatalog.Type, type))],
        };
    }
}
