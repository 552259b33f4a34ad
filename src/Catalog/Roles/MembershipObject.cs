using ActorMigrate.Postgres;
using Npgsql;

namespace ActorMigrate.Catalog;

/// <summary>A role that is a member of another. Whether it inherits privileges and may SET ROLE belongs to the membership from 16 on; null before.</summary>
internal sealed record MembershipObject(uint Number, string Role, string Member, bool IsAdmin, bool? Inherits, bool? Sets)
    : CatalogObject(new ObjectAddress(SystemCatalog.Membership, Number), "")
{
    private const int FirstVersionWithOptions = 160000;

    public static MembershipObject Read(NpgsqlDataReader row) => new(
        row.Oid(0), row.Text(1), row.Text(2), row.Flag(3), row.IsDBNull(4) ? null : row.GetBoolean(4), row.IsDBNull(5) ? null : row.GetBoolean(5));

    public override CatalogObject WithRoles(Func<string, string> renamed) => this with { Role = renamed(Role), Member = renamed(Member) };

    public override IEnumerable<Draft> Write(DdlContext context)
    {
        // Between roles that the target had before, nothing is changed.
        if (!context.MakesRole(Member) && !context.MakesRole(Role))
            yield break;
        var name = $"of {Member} in {Role}";
        if (!context.HasRole(Role) || !context.HasRole(Member))
        {
            context.Omit("membership", name, $"The target has no role {(context.HasRole(Role) ? Member : Role)}.");
            yield break;
        }
        yield return new Draft
        {
            Address = Address,
            After = [RoleObject.Made(Role), RoleObject.Made(Member)],
            Stage = SchemaStage.Schema,
            Kind = "membership",
            Name = name,
            Statements = [$"GRANT {Identifier.Quote(Role)} TO {Identifier.Quote(Member)}{Options(context)}"],
        };
    }

    private string Options(DdlContext context)
    {
        if (context.TargetVersion < FirstVersionWithOptions)
            return IsAdmin ? " WITH ADMIN OPTION" : "";
        string?[] options =
        [
            IsAdmin ? "ADMIN TRUE" : null,
            Inherits is { } inherits ? "INHERIT " + Word(inherits) : null,
            Sets is { } sets ? "SET " + Word(sets) : null,
        ];
        var given = options.OfType<string>().ToList();
        return given.Count == 0 ? "" : " WITH " + string.Join(", ", given);
    }

    private static string Word(bool value) => value ? "TRUE" : "FALSE";
}
