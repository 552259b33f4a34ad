using ActorMigrate.Catalog.Drafts;
using ActorMigrate.Catalog.Reading;
using ActorMigrate.Migration.Objects;
using ActorMigrate.Postgres;
using Npgsql;

namespace ActorMigrate.Catalog.Privileges;

/// <summary>A privilege that the target's default privileges give to new objects of one kind or keep from them, other than PostgreSQL
/// does by itself. <paramref name="Kind"/> is <c>defaclobjtype</c>; an empty
/// <paramref name="Grantee"/> is PUBLIC, null is the maker.</summary>
public sealed record TargetDefault(string? Schema, char Kind, bool IsKept, string? Grantee, string Privilege)
{
    /// <summary>Reads a row of target_default_privileges.sql.</summary>
    internal static TargetDefault Read(NpgsqlDataReader row) =>
        new(row.TextOrNull(0), row.Letter(1), row.Flag(2), row.TextOrNull(3), row.Text(4));
}

/// <summary>Takes back from a new object what the target's default privileges have made of it, so that it has the source's privileges and
/// no others.</summary>
internal static class TargetDefaults
{
    private static readonly (string Keyword, char Kind)[] Kinds =
        [("TABLE ", 'r'), ("SEQUENCE ", 'S'), ("FUNCTION ", 'f'), ("PROCEDURE ", 'f'), ("TYPE ", 'T'), ("DOMAIN ", 'T'), ("SCHEMA ", 'n')];

    public static IEnumerable<string> TakeBack(string reference, DdlContext context)
    {
        if (context.Options is not { Privileges: true, Target.Defaults: { Count: > 0 } defaults }
            || context.Options.SkippedKinds.Contains(ObjectKinds.Privileges))
            return [];
        if (PrivilegeWriter.GrantReference(reference) is not { } on)
            return [];
        var (keyword, kind) = Kinds.FirstOrDefault(pair => on.StartsWith(pair.Keyword, StringComparison.Ordinal));
        if (keyword is null)
            return [];
        var acting =
            defaults.Where(given => given.Kind == kind && (given.Schema is null || IsIn(on[keyword.Length..], given.Schema))).ToList();
        return acting.Where(given => !given.IsKept).Select(given => given.Grantee!).Distinct()
            .Select(grantee => $"REVOKE ALL ON {on} FROM {Role(grantee)}")
            .Concat(acting.Where(given => given.IsKept)
                .Select(given => $"GRANT {given.Privilege} ON {on} TO {(given.Grantee is { } grantee ? Role(grantee) : "CURRENT_USER")}"));
    }

    private static bool IsIn(string name, string schema) => name.StartsWith(Identifier.Quote(schema) + ".", StringComparison.Ordinal);

    private static string Role(string grantee) => grantee.Length == 0 ? "PUBLIC" : Identifier.Quote(grantee);
}
