using ActorMigrate.Catalog.Drafts;
using ActorMigrate.Catalog.Tables;
using ActorMigrate.Migration;
using ActorMigrate.Postgres;

namespace ActorMigrate.Catalog.Privileges;

/// <summary>Lets a role name tables and domains in schemas that the role may not use. For the time of the transaction, each of
/// them is moved into a new schema that the role may use, so that the role gets access to this object alone and not to the rest of its
/// schema. No other session sees the new schema.</summary>
internal sealed class LentSchema
{
    private readonly DdlContext context;
    private readonly List<Moved> moved = [];

    private LentSchema(DdlContext context) => this.context = context;

    /// <summary>An object that is moved into <paramref name="Schema"/>.</summary>
    private sealed record Moved(string Keyword, uint Oid, QualifiedName Name, string Schema, string Role);

    /// <summary>Returns the schemas lent to a <paramref name="role"/> that names <paramref name="tables"/>.</summary>
    public static LentSchema Of(string role, DdlContext context, params Table[] tables)
    {
        var lent = new LentSchema(context);
        foreach (var table in tables)
            lent.Add(role, table);
        return lent;
    }

    /// <summary>Returns the schema lent to a <paramref name="role"/> that names a domain.</summary>
    public static LentSchema OfDomain(string role, uint domain, QualifiedName name, DdlContext context)
    {
        var lent = new LentSchema(context);
        lent.Add(new Moved("DOMAIN", domain, name, SchemaOf(domain), role));
        return lent;
    }

    /// <summary>Adds a table that <paramref name="role"/> names.</summary>
    public void Add(string role, Table table) => Add(new Moved("TABLE", table.Oid, table.Name, SchemaOf(table.Oid), role));

    /// <summary>Returns how the role calls the object.</summary>
    public string Qualify(uint oid, QualifiedName name) => moved.Find(one => one.Oid == oid) is { } there
        ? Identifier.Qualify(new QualifiedName(there.Schema, name.Name))
        : context.Qualify(name);

    /// <summary>Returns <paramref name="statements"/> between those that move the objects into the lent schemas and those that move them
    /// back.</summary>
    public IEnumerable<string> Around(IEnumerable<string> statements)
    {
        var bySchema = moved.DistinctBy(one => one.Oid).GroupBy(one => Identifier.Quote(one.Schema)).ToList();
        return
        [
            .. bySchema.SelectMany(lent => lent.Select(one => Move(one, context.Qualify(one.Name), lent.Key))
                .Prepend($"CREATE SCHEMA {lent.Key}")),
            .. moved.Select(one => $"GRANT USAGE ON SCHEMA {Identifier.Quote(one.Schema)} TO {Identifier.Quote(one.Role)}").Distinct(),
            .. statements,
            .. bySchema.SelectMany(lent => lent.Select(one => Move(one, Qualify(one.Oid, one.Name), context.Schema(one.Name.Schema)))
                .Append($"DROP SCHEMA {lent.Key}")),
        ];

        static string Move(Moved one, string from, string to) => $"ALTER {one.Keyword} {from} SET SCHEMA {to}";
    }

    private void Add(Moved one)
    {
        if (!SourceRights.MayUse(one.Name.Schema, one.Role, context))
            moved.Add(one);
    }

    private static string SchemaOf(uint oid) => $"actormigrate_{oid}";
}
