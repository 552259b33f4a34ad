using System.Globalization;
using ActorMigrate.Catalog.Drafts;
using ActorMigrate.Catalog.Objects;
using ActorMigrate.Catalog.Reading;
using ActorMigrate.Migration;
using ActorMigrate.Migration.Objects;
using ActorMigrate.Postgres;
using Npgsql;

namespace ActorMigrate.Catalog.Types;

/// <summary>A base type, or a shell type that was never defined. A base type and its functions need each other, so a shell
/// comes first, then the functions, then the type.</summary>
internal sealed record BaseTypeObject(uint Oid, QualifiedName Name, uint ArrayOid, bool IsDefined)
    : CatalogObject(new ObjectAddress(SystemCatalog.Type, Oid), Name.Schema)
{
    public required int Length { get; init; }

    public required bool IsByValue { get; init; }

    public required char Alignment { get; init; }

    public required char Storage { get; init; }

    public required char Category { get; init; }

    public required bool IsPreferred { get; init; }

    public required string? Default { get; init; }

    public required string? Element { get; init; }

    public required char Delimiter { get; init; }

    public required bool IsCollatable { get; init; }

    /// <summary>Returns the functions it is made of, by the keyword of CREATE TYPE.</summary>
    public required IReadOnlyList<(string Keyword, uint Oid, QualifiedName Name)> Functions { get; init; }

    public static BaseTypeObject Read(NpgsqlDataReader row) => new(row.Oid(0), row.Name(1), row.Oid(3), row.Flag(4))
    {
        Length = row.GetInt32(5),
        IsByValue = row.Flag(6),
        Alignment = row.Letter(7),
        Storage = row.Letter(8),
        Category = row.Letter(9),
        IsPreferred = row.Flag(10),
        Default = row.TextOrNull(11),
        Element = row.TextOrNull(12),
        Delimiter = row.Letter(13),
        IsCollatable = row.Flag(14),
        Functions = [.. row.Array<string>(15).Zip(row.Array<uint>(16)).Zip(
            row.Array<string>(17).Zip(row.Array<string>(18)),
            (part, name) => (part.First, part.Second, new QualifiedName(name.First, name.Second)))],
    };

    public override IEnumerable<Draft> Write(DdlContext context)
    {
        var name = context.Qualify(Name);
        var shown = context.Mapped(Name).ToString();
        if (!IsDefined)
        {
            yield return Define(context, ObjectKinds.ShellType, shown, $"TYPE {name}", $"CREATE TYPE {name}");
            yield break;
        }
        yield return ShellTypes.Write(Oid, Name, context);
        yield return Define(
            context, ObjectKinds.BaseType, shown, $"TYPE {name}", $"CREATE TYPE {name} ({string.Join(", ", Options(context))})") with
        {
            Parts = ArrayOid == 0 ? [] : [new ObjectAddress(SystemCatalog.Type, ArrayOid)],
            Needs = [ShellTypes.AddressOf(Oid)],
        };
    }

    private IEnumerable<string> Options(DdlContext context)
    {
        foreach (var (keyword, _, function) in Functions)
            yield return $"{keyword} = {context.Qualify(function)}";
        yield return $"INTERNALLENGTH = {(Length < 0 ? "VARIABLE" : Length.ToString(CultureInfo.InvariantCulture))}";
        yield return $"ALIGNMENT = {Alignment switch { 'c' => "char", 's' => "int2", 'd' => "double", _ => "int4" }}";
        yield return $"STORAGE = {Storage switch { 'e' => "external", 'x' => "extended", 'm' => "main", _ => "plain" }}";
        yield return $"CATEGORY = {Literal.Quote(Category.ToString())}";
        if (IsByValue)
            yield return "PASSEDBYVALUE";
        if (IsPreferred)
            yield return "PREFERRED = true";
        if (Default is not null)
            yield return $"DEFAULT = {Literal.Quote(Default)}";
        if (Element is not null)
            yield return $"ELEMENT = {Element}";
        if (Delimiter != ',')
            yield return $"DELIMITER = {Literal.Quote(Delimiter.ToString())}";
        if (IsCollatable)
            yield return "COLLATABLE = true";
    }
}
