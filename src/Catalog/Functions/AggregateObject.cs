using System.Globalization;
using ActorMigrate.Catalog.Drafts;
using ActorMigrate.Catalog.Objects;
using ActorMigrate.Catalog.Privileges;
using ActorMigrate.Catalog.Reading;
using ActorMigrate.Migration;
using ActorMigrate.Postgres;
using Npgsql;

namespace ActorMigrate.Catalog.Functions;

/// <summary>An aggregate function: normal, ordered-set or hypothetical-set, with or without a moving form.</summary>
internal sealed record AggregateObject(uint Oid, QualifiedName Name, string Arguments, string IdentityArguments)
    : CatalogObject(new ObjectAddress(SystemCatalog.Procedure, Oid), Name.Schema)
{
    private static readonly string[] FunctionNames =
        ["SFUNC", "FINALFUNC", "COMBINEFUNC", "SERIALFUNC", "DESERIALFUNC", "MSFUNC", "MINVFUNC", "MFINALFUNC"];

    public required char Kind { get; init; }

    public required char Parallel { get; init; }

    public required AggregateState State { get; init; }

    public required AggregateState MovingState { get; init; }

    public required QualifiedName? SortOperator { get; init; }

    /// <summary>By the positions of <see cref="FunctionNames"/>; null where there is none.</summary>
    public required IReadOnlyList<QualifiedName?> Functions { get; init; }

    public static AggregateObject Read(NpgsqlDataReader row) => new(row.Oid(0), row.Name(1), row.Text(3), row.Text(4))
    {
        Kind = row.Letter(5),
        Parallel = row.Letter(6),
        State = new AggregateState(row.Text(7), row.GetInt32(8), row.TextOrNull(9), row.Flag(13), row.Letter(15)),
        MovingState = new AggregateState(row.TextOrNull(10), row.GetInt32(11), row.TextOrNull(12), row.Flag(14), row.Letter(16)),
        SortOperator = row.NameOrNull(17),
        Functions = [.. row.Array<string?>(19).Zip(row.Array<string?>(20), (schema, name) =>
            schema is null || name is null ? (QualifiedName?)null : new QualifiedName(schema, name))],
    };

    public override IEnumerable<Draft> Write(DdlContext context)
    {
        var owner = (MayRunCode(State) || MayRunCode(MovingState)) && OwnersCode.IsInDomains(context)
            ? OwnersCode.OwnerOf(Address, context)
            : null;
        yield return Define(
            context, "aggregate", $"{context.Mapped(Name)}({IdentityArguments})",
            $"AGGREGATE {context.Qualify(Name)}({Star(IdentityArguments)})",
            owner is null ? [Create(context.Qualify(Name), context)] : [.. CreateAs(owner, context)]);
    }

    private string Create(string name, DdlContext context, Func<QualifiedName, string>? called = null) =>
        $"CREATE AGGREGATE {name}({Star(Arguments)}) ({string.Join(", ", Options(context, called ?? context.Qualify))})";

    // The owner may have lost the right to create anything in the aggregate's schema, so it makes the aggregate in a schema of its own. It
    // finds functions in schemas that it may not use in another one: it gets a way to these alone.
    private IEnumerable<string> CreateAs(string owner, DdlContext context)
    {
        var (schema, role) = (Identifier.Quote($"actormigrate_{Oid}"), Identifier.Quote(owner));
        var name = $"{schema}.{Identifier.Quote(Name.Name)}";
        var functions = FunctionsOf(context).ToList();
        var lent = LentSchema.OfFunctions(
            owner, Oid, functions.Select(function => (function.Oid, function.Name, function.Arguments)), context);
        var create = Create(
            name, context, called => lent.Qualify(functions.Find(function => function.Name == called)?.Oid ?? 0, called));
        return
        [
            $"CREATE SCHEMA {schema}",
            $"GRANT USAGE, CREATE ON SCHEMA {schema} TO {role}",
            .. lent.Around(OwnersCode.Run(create, owner)),
            $"ALTER AGGREGATE {name}({Star(IdentityArguments)}) SET SCHEMA {context.Schema(Name.Schema)}",
            $"DROP SCHEMA {schema}",
        ];
    }

    private IEnumerable<FunctionObject> FunctionsOf(DdlContext context)
    {
        var references = context.ReferencesOf(Address).ToHashSet();
        return context.Catalog.Objects.OfType<FunctionObject>().Where(
            function => references.Contains(function.Address) && !context.IsOfAnyExtension(function.Address));
    }

    // The server reads an initial value, which may be of a domain with a check, or hold one. Names
    // of the server's own types bear no schema.
    private static bool MayRunCode(AggregateState state) =>
        state is { Initial: not null, TypeName: { } type } && type.Contains('.', StringComparison.Ordinal);

    private static string Star(string arguments) => arguments.Length == 0 ? "*" : arguments;

    private IEnumerable<string> Options(DdlContext context, Func<QualifiedName, string> called)
    {
        for (var at = 0; at < FunctionNames.Length; at++)
        {
            if (Functions[at] is { } function)
                yield return $"{FunctionNames[at]} = {called(function)}";
        }
        foreach (var option in Describe(State, "", Functions[1] is not null).Concat(Describe(MovingState, "M", Functions[7] is not null)))
            yield return option;
        if (SortOperator is { } sort)
            yield return $"SORTOP = OPERATOR({context.Schema(sort.Schema)}.{sort.Name})";
        if (Kind == 'h')
            yield return "HYPOTHETICAL";
        if (Parallel != 'u')
            yield return $"PARALLEL = {(Parallel == 's' ? "SAFE" : "RESTRICTED")}";
    }

    private static IEnumerable<string> Describe(AggregateState state, string prefix, bool hasFinal)
    {
        if (state.TypeName is null)
            yield break;
        yield return $"{prefix}STYPE = {state.TypeName}";
        if (state.Space != 0)
            yield return string.Create(CultureInfo.InvariantCulture, $"{prefix}SSPACE = {state.Space}");
        if (state.Initial is not null)
            yield return $"{prefix}INITCOND = {Literal.Quote(state.Initial)}";
        if (state.FinalExtra)
            yield return $"{prefix}FINALFUNC_EXTRA";
        if (hasFinal)
            yield return $"{prefix}FINALFUNC_MODIFY = "
                + $"{state.FinalModify switch { 's' => "SHAREABLE", 'w' => "READ_WRITE", _ => "READ_ONLY" }}";
    }
}

/// <summary>The state of an aggregate and how its final function treats it (<c>aggfinalmodify</c>: r, s or w).</summary>
internal sealed record AggregateState(string? TypeName, int Space, string? Initial, bool FinalExtra, char FinalModify);
