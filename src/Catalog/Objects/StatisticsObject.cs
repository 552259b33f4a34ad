using ActorMigrate.Catalog.Drafts;
using ActorMigrate.Catalog.Reading;
using ActorMigrate.Catalog.Tables;
using ActorMigrate.Migration;
using ActorMigrate.Migration.Objects;
using ActorMigrate.Postgres;
using Npgsql;

namespace ActorMigrate.Catalog.Objects;

/// <summary>An extended statistics object. <paramref name="Definition"/> is what follows its name.</summary>
internal sealed record StatisticsObject(uint Oid, uint Relation, QualifiedName Name, string Definition, int? Target)
    : CatalogObject(new ObjectAddress(SystemCatalog.Statistics, Oid), Name.Schema)
{
    public static StatisticsObject Read(NpgsqlDataReader row) => new(
        row.Oid(0),
        row.Oid(1),
        row.Name(2),
        row.TextOrNull(4) ?? throw new InvalidOperationException($"The definition of statistics {row.Name(2)} does not begin as expected."),
        row.ValueOrNull<int>(5));

    public override IEnumerable<Draft> Write(DdlContext context)
    {
        var name = context.Qualify(Name);
        var reference = $"STATISTICS {name}";
        string[] statements =
        [
            $"CREATE STATISTICS {name}{Definition}",
            .. Target is { } target ? [$"ALTER STATISTICS {name} SET STATISTICS {target}"] : Array.Empty<string>(),
        ];
        if (context.TableOf(Relation) is { } table)
            yield return Finish(context, table, ObjectKinds.Statistics, context.Mapped(Name).ToString(), reference, statements) with
            {
                Step = AnalyzeWriter.Before(Relation),
                References = [(Address, reference)],
                ExistsQuery = ExistsQuery(context),
            };
        else if (context.ViewOf(Relation) is { } view)
            yield return Define(context, ObjectKinds.Statistics, context.Mapped(Name).ToString(), reference, statements) with
            {
                Needs = [view.Address],
                ExistsQuery = ExistsQuery(context),
            };
    }

    private string ExistsQuery(DdlContext context) =>
        $"""
        SELECT EXISTS (SELECT FROM pg_catalog.pg_statistic_ext
         WHERE stxnamespace = pg_catalog.to_regnamespace({Literal.Quote(context.Schema(Name.Schema))})
           AND stxname = {Literal.Quote(Name.Name)}
           AND {SuffixCondition.Of("pg_catalog.pg_get_statisticsobjdef(oid)", Definition)})
        """;
}
