using ActorMigrate.Catalog.Drafts;
using ActorMigrate.Catalog.Reading;
using ActorMigrate.Migration.Objects;
using ActorMigrate.Postgres;
using Npgsql;

namespace ActorMigrate.Catalog.Objects;

/// <summary>A rewrite rule of a table or view, other than a view's query.</summary>
internal sealed record RuleObject(uint Oid, uint Relation, string Name, string Definition, char Enabled)
    : CatalogObject(new ObjectAddress(SystemCatalog.Rewrite, Oid), "")
{
    private const string ReservedName = "_RETURN";
    private const string FirstName = "renamed at once";

    public static RuleObject Read(NpgsqlDataReader row) => new(row.Oid(0), row.Oid(1), row.Text(2), row.Text(3), row.Letter(4));

    public override IEnumerable<Draft> Write(DdlContext context)
    {
        if (context.TableOf(Relation) is { } table)
        {
            var name = context.Qualify(table.Name);
            yield return Finish(context, table, ObjectKinds.Rule, Name, Reference(name), [.. Create(name), .. Enable(name)]) with
                { ExistsQuery = ExistsQuery(name) };
        }
        else if (context.ViewOf(Relation) is { } view)
        {
            var name = context.Qualify(view.Name);
            yield return new Draft
            {
                Address = Address,
                Needs = [view.Address],
                Stage = SchemaStage.AfterTransfer,
                Kind = ObjectKinds.Rule,
                Name = $"{Name} on {context.Mapped(view.Name)}",
                Statements = [.. Create(name), .. Enable(name), .. context.Comment(Reference(name), Address)],
                ExistsQuery = ExistsQuery(name),
                OnlyIfNeeded = context.Scope.IncludeTables.Count > 0,
            };
        }
    }

    // That name is refused for a rule that is not a view's query, and taken by a rename.
    private IEnumerable<string> Create(string relation) => Name != ReservedName
        ? [Definition]
        :
        [
            Definition.Replace(
                $"CREATE RULE {Identifier.Quote(ReservedName)}", $"CREATE RULE {Identifier.Quote(FirstName)}", StringComparison.Ordinal),
            $"ALTER RULE {Identifier.Quote(FirstName)} ON {relation} RENAME TO {Identifier.Quote(ReservedName)}",
        ];

    private string ExistsQuery(string relation) =>
        $"""
        SELECT EXISTS (SELECT FROM pg_catalog.pg_rewrite
         WHERE ev_class = pg_catalog.to_regclass({Literal.Quote(relation)})
           AND rulename = {Literal.Quote(Name)}
           AND ev_enabled = '{Enabled}'
           AND {TextCondition.Of("pg_catalog.pg_get_ruledef(oid, pg_catalog.current_setting('search_path') <> 'pg_catalog')", Definition)})
        """;

    private string Reference(string relation) => $"RULE {Identifier.Quote(Name)} ON {relation}";

    private IEnumerable<string> Enable(string relation)
    {
        if (Enabled == 'O')
            yield break;
        var how = FiringMode.Words(Enabled);
        yield return $"ALTER TABLE {relation} {how} RULE {Identifier.Quote(Name)}";
    }
}
