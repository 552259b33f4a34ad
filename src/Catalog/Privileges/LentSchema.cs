using ActorMigrate.Catalog.Drafts;
using ActorMigrate.Catalog.Tables;
using ActorMigrate.Migration;
using ActorMigrate.Postgres;

namespace ActorMigrate.Catalog.Privileges;

/// <summary>Lets a role name tables and domains in schemas that the role may not use. For the time of the transaction, each of them is
/// moved into a new schema that the role may use, so that the role gets access to this object alone and not to the rest of its schema. No
/// other session sees the new schema.</summary>
internal sealed class LentSchema
{
    private readonly DdlContext context;
    private readonly List<(string Keyword, uint Oid, QualifiedName Name, string Role)> moved = [];

    private LentSchema(DdlContext context) => this.context = context;

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
        lent.Add("DOMAIN", domain, name, role);
        return lent;
    }

    /// <summary>Adds a table that <paramref name="role"/> names.</summary>
    public void Add(string role, Table table) => Add("TABLE", table.Oid, table.Name, role);

    /// <summary>Returns how the role calls the table or domain.</summary>
    public string Qualify(uint oid, QualifiedName name) => moved.Exists(one => one.Oid == oid)
        ? Identifier.Qualify(new QualifiedName(SchemaOf(oid), name.Name))
        : context.Qualify(name);

    /// <summary>Returns <paramref name="statements"/> between those that move the objects into the lent schemas and those that move them
    /// back.</summary>
    public IEnumerable<string> Around(IEnumerable<string> statements) =>
    [
        .. moved.DistinctBy(one => one.Oid).SelectMany(one => new[]
        {
            $"CREATE SCHEMA {Identifier.Quote(SchemaOf(one.Oid))}",
            $"ALTER {one.Keyword} {context.Qualify(one.Name)} SET SCHEMA {Identifier.Quote(SchemaOf(one.Oid))}",
        }),
        .. moved.Select(one => $"GRANT USAGE ON SCHEMA {Identifier.Quote(SchemaOf(one.Oid))} TO {Identifier.Quote(one.Role)}"),
        .. statements,
        .. moved.DistinctBy(one => one.Oid).SelectMany(one => new[]
        {
            $"ALTER {one.Keyword} {Qualify(one.Oid, one.Name)} SET SCHEMA {context.Schema(one.Name.Schema)}",
            $"DROP SCHEMA {Identifier.Quote(SchemaOf(one.Oid))}",
        }),
    ];

    private void Add(string keyword, uint oid, QualifiedName name, string role)
    {
        if (!SourceRights.MayUse(name.Schema, role, context))
            moved.Add((keyword, oid, name, role));
    }

    private static string SchemaOf(uint oid) => $"actormigrate_{oid}";
}
