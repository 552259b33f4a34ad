using ActorMigrate.Catalog.Drafts;
using ActorMigrate.Catalog.Objects;
using ActorMigrate.Catalog.Reading;
using ActorMigrate.Migration.Objects;
using ActorMigrate.Postgres;
using Npgsql;

namespace ActorMigrate.Catalog.Extensions;

/// <summary>An extension. It arrives in its own version where the target has that, and else in the target's default one.</summary>
internal sealed record ExtensionObject(uint Oid, string Name, string InSchema, string Version)
    : CatalogObject(new ObjectAddress(SystemCatalog.Extension, Oid), "")
{
    public static ExtensionObject Read(NpgsqlDataReader row) => new(row.Oid(0), row.Text(1), row.Text(2), row.Text(3));

    public override IEnumerable<Draft> Write(DdlContext context)
    {
        var name = Identifier.Quote(Name);
        yield return Define(
            context, ObjectKinds.Extension, Name, $"EXTENSION {name}",
            $"CREATE EXTENSION {name} WITH SCHEMA {context.Schema(InSchema)}{VersionClause(context)}") with
        {
            IsInTarget = context.Options.Target?.Extensions?.GetValueOrDefault(Name)?.Installed is not null,
            Parts = [.. context.MembersOf(Address)],
            // A member may refer to what was taken out; the extension's script makes both.
            Ignores = [.. FormerMembers.Of(Oid, context)],
            ExistsQuery = $"SELECT EXISTS (SELECT FROM pg_catalog.pg_extension WHERE extname = {Literal.Quote(Name)})",
        };
        foreach (var step in FormerMembers.Write(this, context).Concat(MemberCheck.Write(this, context)))
            yield return step;
    }

    private string VersionClause(DdlContext context)
    {
        if (context.Options.Target?.Extensions is not { } offered)
            return "";
        if (offered.GetValueOrDefault(Name) is not { } there)
        {
            if (!context.Options.SkippedKinds.Contains(ObjectKinds.Extension))
                context.Note("extension " + Name, "The target's server does not have it.", "Install its files on the target's server.");
            return "";
        }
        if (there.Installed is null && there.Versions.Contains(Version))
            return $" VERSION {Literal.Quote(Version)}";
        var arrives = there.Installed ?? there.DefaultVersion;
        if (arrives != Version)
            context.Note("extension " + Name, $"It is version {Version} in the source and {arrives ?? "another"} in the target.",
                "Compare the release notes of the two versions.");
        return "";
    }
}
