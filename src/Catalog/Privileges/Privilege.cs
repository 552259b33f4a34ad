using ActorMigrate.Postgres;
using Npgsql;

namespace ActorMigrate.Catalog;

/// <summary>Privileges that one role was granted, or that were taken from it. An empty <paramref name="Grantee"/> is PUBLIC;
/// <paramref name="Column"/> is null for the whole object.</summary>
internal sealed record Privilege(string? Column, bool IsRevoked, string Grantee, bool IsGrantable, string[] Names)
{
    public static (ObjectAddress On, Privilege Privilege) Read(NpgsqlDataReader row) =>
        (new ObjectAddress(row.Oid(0), row.Oid(1)), ReadFrom(row, row.TextOrNull(3)));

    /// <summary>The last four columns of privileges.sql and default_privileges.sql.</summary>
    public static Privilege ReadFrom(NpgsqlDataReader row, string? column) =>
        new(column, row.Flag(4), row.Text(5), row.Flag(6), row.Array<string>(7));

    /// <summary>The same for a role of another name; PUBLIC stays PUBLIC.</summary>
    public Privilege WithRoles(Func<string, string> renamed) => Grantee.Length == 0 ? this : this with { Grantee = renamed(Grantee) };

    /// <summary>GRANT or REVOKE; <paramref name="on"/> is what follows ON.</summary>
    public string Statement(string on)
    {
        var columns = Column is null ? "" : $" ({Identifier.Quote(Column)})";
        var names = string.Join(", ", Names.Select(name => name + columns));
        var role = Grantee.Length == 0 ? "PUBLIC" : Identifier.Quote(Grantee);
        return IsRevoked
            ? $"REVOKE {names} ON {on} FROM {role}"
            : $"GRANT {names} ON {on} TO {role}{(IsGrantable ? " WITH GRANT OPTION" : "")}";
    }
}
