using ActorMigrate.Catalog.Drafts;
using ActorMigrate.Catalog.Reading;
using ActorMigrate.Migration;
using ActorMigrate.Migration.Objects;
using ActorMigrate.Postgres;
using Npgsql;

namespace ActorMigrate.Catalog.Objects;

/// <summary>A collation. <paramref name="Provider"/> is i (ICU), c (libc), b (built in) or d (the database's).</summary>
internal sealed record CollationObject(
    uint Oid, QualifiedName Name, char Provider, bool IsDeterministic, string? Collate, string? Ctype, string? Locale, string? Rules)
    : CatalogObject(new ObjectAddress(SystemCatalog.Collation, Oid), Name.Schema)
{
    public static CollationObject Read(NpgsqlDataReader row) => new(
        row.Oid(0), row.Name(1), row.Letter(3), row.Flag(4), row.TextOrNull(5), row.TextOrNull(6), row.TextOrNull(7), row.TextOrNull(8));

    public override IEnumerable<Draft> Write(DdlContext context)
    {
        var name = context.Qualify(Name);
        yield return Define(
            context, ObjectKinds.Collation, context.Mapped(Name).ToString(), $"COLLATION {name}",
            $"CREATE COLLATION {name} ({string.Join(", ", Options(context))})");
    }

    private IEnumerable<string> Options(DdlContext context)
    {
        yield return $"provider = {Provider switch { 'i' => "icu", 'b' => "builtin", 'd' => "default", _ => "libc" }}";
        if (!IsDeterministic)
            yield return "deterministic = false";
        if ((Locale ?? (Collate == Ctype ? Collate : null)) is { } locale)
        {
            yield return $"locale = {Literal.Quote(locale)}";
        }
        else
        {
            yield return $"lc_collate = {Literal.Quote(Collate)}";
            yield return $"lc_ctype = {Literal.Quote(Ctype)}";
        }
        if (Rules is not null)
            yield return $"rules = {Literal.Quote(Rules)}";
    }
}
