using ActorMigrate.Catalog.Reading;
using ActorMigrate.Postgres;
using Npgsql;

namespace ActorMigrate.Catalog.Privileges;

/// <summary>Privileges that one role was granted, or that were taken from it. An empty <paramref name="Grantee"/> is PUBLIC;
/// <paramref name="Column"/> is null for the whole object.</summary>
internal sealed record Privilege(string? Column, bool IsRevoked, string Grantee, bool IsGrantable, string[] Names)
{
    // Every privilege of a table before 17.
    private static readonly string[] OfTables = ["DELETE", "INSERT", "REFERENCES", "SELECT", "TRIGGER", "TRUNCATE", "UPDATE"];

    /// <summary>The role that granted them, where that is not the object's owner: it holds them with grant option.</summary>
    public string? Grantor { get; init; }

    public static (ObjectAddress On, Privilege Privilege) Read(NpgsqlDataReader row) =>
        (new ObjectAddress(row.Oid(0), row.Oid(1)), ReadFrom(row, row.TextOrNull(3)) with { Grantor = row.TextOrNull(8) });

    /// <summary>Reads columns 4 to 7 of privileges.sql and default_privileges.sql.</summary>
    public static Privilege ReadFrom(NpgsqlDataReader row, string? column) =>
        new(column, row.Flag(4), row.Text(5), row.Flag(6), row.Array<string>(7));

    /// <summary>Returns the same for a role of another name; PUBLIC stays PUBLIC.</summary>
    public Privilege WithRoles(Func<string, string> renamed) => this with
    {
        Grantee = Grantee.Length == 0 ? Grantee : renamed(Grantee),
        Grantor = Grantor is null ? null : renamed(Grantor),
    };

    /// <summary>Returns GRANT or REVOKE in the name of the role that did so in the source; <paramref name="on"/> is what follows
    /// ON.</summary>
    public IEnumerable<string> Statements(string on) => Grantor is null
        ? [Statement(on)]
        : [$"SET LOCAL ROLE {Identifier.Quote(Grantor)}", Statement(on), "RESET ROLE"];

    /// <summary>Returns GRANT or REVOKE; <paramref name="on"/> is what follows ON.</summary>
    public string Statement(string on)
    {
        var role = Grantee.Length == 0 ? "PUBLIC" : Identifier.Quote(Grantee);
        return IsRevoked
            ? $"REVOKE {Listed()} ON {on} FROM {role}"
            : $"GRANT {Listed()} ON {on} TO {role}{(IsGrantable ? " WITH GRANT OPTION" : "")}";
    }

    // A role that has nothing left gets nothing that a newer version adds.
    private string Listed() => IsRevoked && Column is null && OfTables.All(Names.Contains)
        ? "ALL"
        : string.Join(", ", Names.Select(name => Column is null ? name : $"{name} ({Identifier.Quote(Column)})"));
}
