using ActorMigrate.Catalog.Drafts;
using ActorMigrate.Catalog.Reading;
using ActorMigrate.Catalog.Tables;
using ActorMigrate.Migration.Objects;
using ActorMigrate.Postgres;
using Npgsql;

namespace ActorMigrate.Catalog.Objects;

/// <summary>A trigger of a table or view. One with a <paramref name="Parent"/> is a partition's copy.</summary>
internal sealed record TriggerObject(
    uint Oid, uint Relation, string Name, string Definition, char Enabled, uint Parent, char ParentEnabled, uint Constraint)
    : CatalogObject(new ObjectAddress(SystemCatalog.Trigger, Oid), "")
{
    public static TriggerObject Read(NpgsqlDataReader row) => new(
        row.Oid(0), row.Oid(1), row.Text(2), row.Text(3), row.Letter(4), row.Oid(5), row.Letter(6), row.Oid(7));

    public override IEnumerable<Draft> Write(DdlContext context)
    {
        if (context.TableOf(Relation) is { } table)
            return [OnTable(table, context)];
        return context.ViewOf(Relation) is { } view ? [OnView(view, context)] : [];
    }

    private Draft OnTable(Table table, DdlContext context)
    {
        var name = context.Qualify(table.Name);
        string[] create = Parent == 0 ? [Definition] : [];
        var reference = $"TRIGGER {Identifier.Quote(Name)} ON {name}";
        return Finish(context, table, ObjectKinds.Trigger, Name, reference,
            [.. create, .. Enable(name), .. context.DependOnExtensions(reference, Address)]) with
        {
            Parts = Parts(),
            ExistsQuery = Parent == 0 ? ExistsQuery(name) : null,
            Needs = Parent == 0 ? [table.Address] : [table.Address, new ObjectAddress(SystemCatalog.Trigger, Parent)],
        };
    }

    private Draft OnView(ViewObject view, DdlContext context)
    {
        var name = context.Qualify(view.Name);
        var reference = $"TRIGGER {Identifier.Quote(Name)} ON {name}";
        return new Draft
        {
            Address = Address,
            Parts = Parts(),
            ExistsQuery = ExistsQuery(name),
            Needs = [view.Address],
            Stage = SchemaStage.AfterTransfer,
            Kind = ObjectKinds.Trigger,
            Name = $"{Name} on {context.Mapped(view.Name)}",
            Statements =
                [Definition, .. Enable(name), .. context.DependOnExtensions(reference, Address), .. context.Comment(reference, Address)],
            OnlyIfNeeded = context.Scope.IncludeTables.Count > 0,
        };
    }

    private string ExistsQuery(string relation) =>
        $"""
        SELECT EXISTS (SELECT FROM pg_catalog.pg_trigger
         WHERE tgrelid = pg_catalog.to_regclass({Literal.Quote(relation)})
           AND tgname = {Literal.Quote(Name)}
           AND tgenabled = '{Enabled}'
           AND {TextCondition.Of(
                "pg_catalog.pg_get_triggerdef(oid, pg_catalog.current_setting('search_path') <> 'pg_catalog')", Definition)})
        """;

    private IReadOnlyList<ObjectAddress> Parts() =>
        Constraint == 0 ? [] : [new ObjectAddress(SystemCatalog.Constraint, Constraint)];

    private IEnumerable<string> Enable(string relation)
    {
        if (Enabled == (Parent == 0 ? 'O' : ParentEnabled))
            yield break;
        var how = FiringMode.Words(Enabled);
        // The partitions below it follow; those that differ again come after it.
        yield return $"ALTER TABLE {relation} {how} TRIGGER {Identifier.Quote(Name)}";
    }
}
