using System.Globalization;
using ActorMigrate.Catalog.Drafts;
using ActorMigrate.Catalog.Objects;
using ActorMigrate.Catalog.Reading;
using ActorMigrate.Migration;
using ActorMigrate.Migration.Objects;
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
        yield return Define(
            context, ObjectKinds.Aggregate, $"{context.Mapped(Name)}({IdentityArguments})",
            $"AGGREGATE {context.Qualify(Name)}({Star(IdentityArguments)})",
            [$"CREATE AGGREGATE {context.Qualify(Name)}({Star(Arguments)}) ({string.Join(", ", Options(context))})"]);
    }

    private static string Star(string arguments) => arguments.Length == 0 ? "*" : arguments;

    private IEnumerable<string> Options(DdlContext context)
    {
        for (var at = 0; at < FunctionNames.Length; at++)
        {
            if (Functions[at] is { } function)
                yield return $"{FunctionNames[at]} = {context.Qualify(function)}";
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
