using ActorMigrate.Catalog.Drafts;
using ActorMigrate.Catalog.Reading;
using ActorMigrate.Migration;
using ActorMigrate.Migration.Objects;
using ActorMigrate.Postgres;
using Npgsql;

namespace ActorMigrate.Catalog.Objects;

/// <summary>An event trigger. It fires for DDL of the whole database, so it comes after everything else
/// that is planned, whatever became of that.</summary>
internal sealed record EventTriggerObject(uint Oid, string Name, string Event, string[] Tags, QualifiedName Function, char Enabled)
    : CatalogObject(new ObjectAddress(SystemCatalog.EventTrigger, Oid), "")
{
    public static EventTriggerObject Read(NpgsqlDataReader row) =>
        new(row.Oid(0), row.Text(1), row.Text(2), row.Array<string>(3), row.Name(4), row.Letter(6));

    public override IEnumerable<Draft> Write(DdlContext context)
    {
        var name = Identifier.Quote(Name);
        var when = Tags.Length == 0 ? "" : $" WHEN TAG IN ({string.Join(", ", Tags.Select(Literal.Quote))})";
        var enabled = Enabled == 'O' ? null : FiringMode.Words(Enabled);
        string[] enable = enabled is null ? [] : [$"ALTER EVENT TRIGGER {name} {enabled}"];
        yield return Define(
            context, ObjectKinds.EventTrigger, Name, $"EVENT TRIGGER {name}",
            [$"CREATE EVENT TRIGGER {name} ON {Event}{when} EXECUTE FUNCTION {context.Qualify(Function)}()", .. enable]) with
        {
            Stage = SchemaStage.Last,
            ActsOnAll = true,
        };
    }
}
