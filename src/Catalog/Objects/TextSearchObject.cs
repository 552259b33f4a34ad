using ActorMigrate.Catalog.Drafts;
using ActorMigrate.Catalog.Reading;
using ActorMigrate.Migration;
using ActorMigrate.Postgres;
using Npgsql;

namespace ActorMigrate.Catalog.Objects;

/// <summary>A text search parser, template, dictionary or configuration. <paramref name="Options"/> are written out already.</summary>
internal sealed record TextSearchObject(uint Oid, char Kind, QualifiedName Name, string[] Options, string? Initial, string[] Mappings)
    : CatalogObject(new ObjectAddress(CatalogOf(Kind), Oid), Name.Schema)
{
    public static TextSearchObject Read(NpgsqlDataReader row) =>
        new(row.Oid(1), row.Letter(0), row.Name(2), row.Array<string>(4), row.TextOrNull(5), row.Array<string>(6));

    public override IEnumerable<Draft> Write(DdlContext context)
    {
        var kind = Kind switch { 'p' => "parser", 't' => "template", 'd' => "dictionary", _ => "configuration" };
        var reference = $"TEXT SEARCH {kind.ToUpperInvariant()} {context.Qualify(Name)}";
        // dictinitoption is a list of options as PostgreSQL itself would write it.
        string[] options = Initial is null ? Options : [.. Options, Initial];
        yield return Define(
            context, $"text search {kind}", context.Mapped(Name).ToString(), reference,
            [$"CREATE {reference} ({string.Join(", ", options)})",
                .. Mappings.Select(mapping => $"ALTER {reference} ADD MAPPING FOR {mapping}")]);
    }

    private static uint CatalogOf(char kind) => kind switch
    {
        'p' => SystemCatalog.TextSearchParser,
        't' => SystemCatalog.TextSearchTemplate,
        'd' => SystemCatalog.TextSearchDictionary,
        _ => SystemCatalog.TextSearchConfiguration,
    };
}
