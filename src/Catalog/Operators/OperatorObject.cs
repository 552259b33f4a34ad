using ActorMigrate.Catalog.Drafts;
using ActorMigrate.Catalog.Objects;
using ActorMigrate.Catalog.Reading;
using ActorMigrate.Migration;
using ActorMigrate.Migration.Objects;
using ActorMigrate.Postgres;
using Npgsql;

namespace ActorMigrate.Catalog.Operators;

/// <summary>An operator. Operators' names are never quoted.</summary>
internal sealed record OperatorObject(uint Oid, QualifiedName Name, string? Left, string? Right)
    : CatalogObject(new ObjectAddress(SystemCatalog.Operator, Oid), Name.Schema)
{
    public required bool Merges { get; init; }

    public required bool Hashes { get; init; }

    public required QualifiedName Function { get; init; }

    public required QualifiedName? Commutator { get; init; }

    public required QualifiedName? Negator { get; init; }

    public required QualifiedName? Restrict { get; init; }

    public required QualifiedName? Join { get; init; }

    public static OperatorObject Read(NpgsqlDataReader row) => new(row.Oid(0), row.Name(1), row.TextOrNull(3), row.TextOrNull(4))
    {
        Merges = row.Flag(5),
        Hashes = row.Flag(6),
        Function = row.Name(7),
        Commutator = row.NameOrNull(9),
        Negator = row.NameOrNull(11),
        Restrict = row.NameOrNull(13),
        Join = row.NameOrNull(15),
    };

    public override IEnumerable<Draft> Write(DdlContext context)
    {
        var name = Qualify(Name, context);
        var operands = $"({Left ?? "NONE"}, {Right ?? "NONE"})";
        yield return Define(
            context, ObjectKinds.Operator, $"{context.Mapped(Name)} {operands}", $"OPERATOR {name} {operands}",
            $"CREATE OPERATOR {name} ({string.Join(", ", Options(context))})") with
        {
            Step = Made(Oid),
            After = [.. context.OperatorsThatName(this).Select(Made)],
        };
    }

    /// <summary>Returns the operator with these names and operands that <see cref="Commutator"/> or <see cref="Negator"/> is.</summary>
    internal IEnumerable<(QualifiedName Name, string? Left, string? Right, string As)> Partners()
    {
        if (Commutator is { } commutator)
            yield return (commutator, Right, Left, "commutator");
        if (Negator is { } negator)
            yield return (negator, Left, Right, "negator");
    }

    // When an operator names a partner that exists already, PostgreSQL records it in the partner, too. So an operator that does not name
    // its partner back was made after the partner, in place of the shell that the partner had left, and is made in the same order here.
    private static Step Made(uint oid) => new("operator made", oid);

    private static string Qualify(QualifiedName name, DdlContext context) => $"{context.Schema(name.Schema)}.{name.Name}";

    private IEnumerable<string> Options(DdlContext context)
    {
        yield return $"FUNCTION = {context.Qualify(Function)}";
        if (Left is not null)
            yield return $"LEFTARG = {Left}";
        if (Right is not null)
            yield return $"RIGHTARG = {Right}";
        if (Commutator is { } commutator)
            yield return $"COMMUTATOR = OPERATOR({Qualify(commutator, context)})";
        if (Negator is { } negator)
            yield return $"NEGATOR = OPERATOR({Qualify(negator, context)})";
        if (Restrict is { } restrict)
            yield return $"RESTRICT = {context.Qualify(restrict)}";
        if (Join is { } join)
            yield return $"JOIN = {context.Qualify(join)}";
        if (Merges)
            yield return "MERGES";
        if (Hashes)
            yield return "HASHES";
    }
}
