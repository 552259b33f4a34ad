using ActorMigrate.Catalog.Drafts;
using ActorMigrate.Catalog.Reading;
using ActorMigrate.Catalog.Tables;
using ActorMigrate.Migration.Objects;
using ActorMigrate.Postgres;
using Npgsql;

namespace ActorMigrate.Catalog.Objects;

/// <summary>A trigger by which PostgreSQL enforces a constraint, and whose firing mode was changed. <paramref name="Topmost"/> is the
/// constraint that a statement makes; <paramref name="Name"/> names the trigger's own constraint, on
/// <paramref name="Constrained"/>.</summary>
internal sealed record ConstraintTriggerObject(
    uint Oid, uint Relation, char Enabled, uint Topmost, uint Constrained, string Name, string Function)
    : CatalogObject(new ObjectAddress(SystemCatalog.Trigger, Oid), "")
{
    public static ConstraintTriggerObject Read(NpgsqlDataReader row) => new(
        row.Oid(0), row.Oid(1), row.Letter(2), row.Oid(3), row.Oid(4), row.Text(5), row.Text(6));

    public override IEnumerable<Draft> Write(DdlContext context)
    {
        if (context.TableOf(Relation) is not { } table || context.TableOf(Constrained) is not { } constrained)
            yield break;
        yield return new Draft
        {
            Needs = [table.Address, new ObjectAddress(SystemCatalog.Constraint, Topmost)],
            After = [TableWriter.Ready(table)],
            Stage = SchemaStage.AfterTransfer,
            Kind = ObjectKinds.Trigger,
            Name = $"of constraint {Name} on {context.Mapped(table.Name)}",
            Table = table.Name,
            NeedsData = Leaves.Of(table, context),
            Statements = [Enable(context.Qualify(table.Name), context.Qualify(constrained.Name))],
        };
    }

    private string Enable(string table, string constrained)
    {
        var how = FiringMode.Words(Enabled);
        var body = $"""
            DECLARE
                found pg_catalog.name;
            BEGIN
                SELECT t.tgname INTO found
                  FROM pg_catalog.pg_trigger AS t
                  JOIN pg_catalog.pg_constraint AS k ON k.oid = t.tgconstraint
                  JOIN pg_catalog.pg_proc AS f ON f.oid = t.tgfoid
                 WHERE t.tgisinternal AND t.tgrelid = {Literal.Quote(table)}::pg_catalog.regclass AND f.proname = {Literal.Quote(Function)}
                   AND k.conrelid = {Literal.Quote(constrained)}::pg_catalog.regclass AND k.conname = {Literal.Quote(Name)};
                EXECUTE {Literal.Quote($"ALTER TABLE ONLY {table} {how} TRIGGER ")} || pg_catalog.quote_ident(found);
            END
            """;
        return $"DO LANGUAGE plpgsql {Literal.Quote(body)}";
    }
}
