using ActorMigrate.Catalog.Drafts;
using ActorMigrate.Catalog.Objects;
using ActorMigrate.Catalog.Reading;
using ActorMigrate.Migration.Objects;
using ActorMigrate.Postgres;
using Npgsql;

namespace ActorMigrate.Catalog.Roles;

/// <summary>A role that is a member of another, as <paramref name="Grantor"/> granted it; null is the role that migrates. Whether it
/// inherits privileges and may SET ROLE belongs to the membership from 16 on; null before.</summary>
internal sealed record MembershipObject(
    uint Number, string Role, string Member, bool IsAdmin, bool? Inherits, bool? Sets, string? Grantor, bool MemberInherits)
    : CatalogObject(new ObjectAddress(SystemCatalog.Membership, Number), "")
{
    private const int FirstVersionWithOptions = 160000;

    public static MembershipObject Read(NpgsqlDataReader row) => new(
        row.Oid(0), row.Text(1), row.Text(2), row.Flag(3), row.ValueOrNull<bool>(4),
        row.ValueOrNull<bool>(5),
        row.TextOrNull(6), row.Flag(7));

    public override CatalogObject WithRoles(Func<string, string> renamed) => this with
    {
        Role = renamed(Role),
        Member = renamed(Member),
        Grantor = Grantor is null ? null : renamed(Grantor),
    };

    public override IEnumerable<Draft> Write(DdlContext context)
    {
        // Between roles that the target had before, nothing is changed.
        if (!context.MakesRole(Member) && !context.MakesRole(Role))
            yield break;
        var name = $"of {Member} in {Role}";
        if (!context.HasRole(Role) || !context.HasRole(Member))
        {
            context.Omit(ObjectKinds.Membership, name, $"The target has no role {(context.HasRole(Role) ? Member : Role)}.");
            yield break;
        }
        NoteLostOptions(name, context);
        var grantor = TakenGrantor(name, context);
        yield return new Draft
        {
            Address = Address,
            After = [RoleObject.Made(Role), RoleObject.Made(Member), .. grantor is null
                ? []
                : new[] { RoleObject.Made(grantor), Admin(grantor, Role) }],
            Step = IsAdmin ? Admin(Member, Role) : null,
            Stage = SchemaStage.Schema,
            Kind = ObjectKinds.Membership,
            Name = grantor is null ? name : $"{name}, granted by {grantor}",
            Statements =
                [$"GRANT {Identifier.Quote(Role)} TO "
                    + $"{Identifier.Quote(Member)}{Options(context)}{(grantor is null ? "" : $" GRANTED BY {Identifier.Quote(grantor)}")}"],
        };
    }

    // From 16 on, a grantor must hold the role with ADMIN OPTION; before, a superuser could name anybody.
    private string? TakenGrantor(string name, DdlContext context)
    {
        if (Grantor is null || WhyNot(Grantor, context) is not { } cause)
            return Grantor;
        context.Note(
            "membership " + name, $"It was granted by {Grantor}, and arrives as granted by the role that migrates, because {cause}.", null);
        return null;
    }

    private string? WhyNot(string grantor, DdlContext context)
    {
        if (!context.HasRole(grantor))
            return $"the target has no role {grantor}";
        var before16 = context.TargetVersion < FirstVersionWithOptions;
        if (context.Options.Target is { IsSuperuser: false } target && grantor != target.CurrentUser
            && (before16 || !target.HasRightsOf.Contains(grantor)))
            return $"{target.CurrentUser} may not grant in the name of {grantor}";
        return before16 || GrantorIsAdmin(context)
            ? null
            : $"{grantor} does not hold {Role} with ADMIN OPTION, as the target's version wants it";
    }

    private bool GrantorIsAdmin(DdlContext context) => context.Catalog.Objects.OfType<MembershipObject>()
        .Any(other => other.IsAdmin && other.Role == Role && other.Member == Grantor);

    private void NoteLostOptions(string name, DdlContext context)
    {
        if (context.TargetVersion >= FirstVersionWithOptions)
            return;
        if (Sets == false)
            context.Note("membership " + name, "It is WITH SET FALSE in the source; before 16, every member may SET ROLE.",
                $"Revoke it in the target if {Member} must not act as {Role}.");
        if (Inherits is { } inherits && inherits != MemberInherits)
            context.Note(
                "membership " + name,
                $"It is WITH INHERIT {Word(inherits)} in the source; before 16, {Member} inherits "
                    + $"{(MemberInherits ? "from all roles" : "from none")}.", $"See ALTER ROLE … INHERIT in the target.");
    }

    private static Step Admin(string member, string role) => new($"admin {member} of {role}", 0);

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
