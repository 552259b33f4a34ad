using ActorMigrate.Catalog.Drafts;
using ActorMigrate.Catalog.Reading;
using ActorMigrate.Catalog.Tables;
using ActorMigrate.Migration.Objects;
using ActorMigrate.Postgres;
using Npgsql;

namespace ActorMigrate.Catalog.Objects;

/// <summary>A publication.</summary>
internal sealed record PublicationObject(uint Oid, string Name, bool OfAllTables)
    : CatalogObject(new ObjectAddress(SystemCatalog.Publication, Oid), "")
{
    private static readonly string[] AllOperations = ["insert", "update", "delete", "truncate"];

    public required IReadOnlyList<string> Operations { get; init; }

    public required bool ViaRoot { get; init; }

    /// <summary>s where stored generated columns are published (18).</summary>
    public required string? GeneratedColumns { get; init; }

    public required IReadOnlyList<PublishedTable> Tables { get; init; }

    public required string[] Schemas { get; init; }

    public static PublicationObject Read(NpgsqlDataReader row) => new(row.Oid(0), row.Text(1), row.Flag(2))
    {
        Operations = [.. AllOperations.Where((_, i) => row.Flag(3 + i))],
        ViaRoot = row.Flag(7),
        GeneratedColumns = row.TextOrNull(8),
        Tables = [.. row.Array<uint>(9).Zip(row.Array<string>(10), row.Array<string>(11)).Select(table => new PublishedTable(
            table.First, table.Second, table.Third)).Zip(row.Array<string>(13), (table, tableName) => table with { Name = tableName })],
        Schemas = row.Array<string>(12),
    };

    public override IEnumerable<Draft> Write(DdlContext context)
    {
        var name = Identifier.Quote(Name);
        foreach (var lost in Tables.Where(table => context.TableOf(table.Oid) is null))
            context.OmitForScope(ObjectKinds.Publication, Name, $"A table that it publishes, {lost.Name}, is out of scope.");
        var published = Tables.Where(table => context.TableOf(table.Oid) is not null).Select(table => Publish(table, context))
            .Concat(Schemas.Select(schema => $"TABLES IN SCHEMA {context.Schema(schema)}"))
            .Order(StringComparer.Ordinal).ToList();
        var what = OfAllTables ? " FOR ALL TABLES" : published.Count > 0 ? $" FOR {string.Join(", ", published)}" : "";
        yield return Define(
            context, ObjectKinds.Publication, Name, $"PUBLICATION {name}",
            $"CREATE PUBLICATION {name}{what} WITH ({string.Join(", ", Options(context))})") with
        {
            Needs = [.. Tables.Select(table => new ObjectAddress(SystemCatalog.Class, table.Oid)), .. context.AddressesOfSchemas(Schemas)],
            // A table that is still unlogged cannot be published.
            After = [.. Tables.Select(table => context.TableOf(table.Oid)).OfType<Table>().Select(TableWriter.Ready)],
            Stage = SchemaStage.AfterTransfer,
        };
    }

    private static string Publish(PublishedTable published, DdlContext context)
    {
        var columns = published.Columns.Length == 0 ? "" : $" ({published.Columns})";
        var rows = published.Filter.Length == 0 ? "" : $" WHERE ({published.Filter})";
        return $"TABLE ONLY {context.Qualify(context.TableOf(published.Oid)!.Name)}{columns}{rows}";
    }

    private IEnumerable<string> Options(DdlContext context)
    {
        yield return $"publish = {Literal.Quote(string.Join(", ", Operations))}";
        if (ViaRoot)
            yield return "publish_via_partition_root = true";
        if (GeneratedColumns == "s")
            yield return "publish_generated_columns = stored";
    }
}

/// <summary>A table in a publication, with its column list and row filter as they are written out; both may be empty.</summary>
internal sealed record PublishedTable(uint Oid, string Columns, string Filter)
{
    /// <summary>The table's schema and name, for people.</summary>
    public string Name { get; init; } = "";
}
