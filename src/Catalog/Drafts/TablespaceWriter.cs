using ActorMigrate.Postgres;

namespace ActorMigrate.Catalog.Drafts;

/// <summary>Puts relations into the tablespaces that they have in the source, where the target has those.</summary>
internal static class TablespaceWriter
{
    /// <summary>Returns <paramref name="create"/>, run so that <paramref name="what"/> is in <paramref name="tablespace"/>; null is the
    /// database's default one.</summary>
    public static IEnumerable<string> In(string? tablespace, string what, DdlContext context, string create)
    {
        if (tablespace is null)
            return [create];
        if (context.Options.Target?.Tablespaces.Contains(tablespace) == false)
        {
            context.Note(what, $"The target has no tablespace {tablespace}; it is in the database's default one.",
                "Create the tablespace in the target beforehand, or move it: ALTER … SET TABLESPACE.");
            return [create];
        }
        return [$"SET LOCAL default_tablespace = {Identifier.Quote(tablespace)}", create, "SET LOCAL default_tablespace = ''"];
    }
}
