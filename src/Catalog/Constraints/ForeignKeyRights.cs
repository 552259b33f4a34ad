using ActorMigrate.Catalog.Drafts;
using ActorMigrate.Catalog.Privileges;
using ActorMigrate.Catalog.Tables;

namespace ActorMigrate.Catalog.Constraints;

/// <summary>Knows who looks up the rows of a foreign key that is validated as its table's owner. PostgreSQL compares both tables as the
/// role that validates a key, where that may read both, and else looks up each row as the owner of the referenced table
/// (ri_triggers.c). Either names the referenced table, whose schema it may have lost since the key was made.</summary>
internal static class ForeignKeyRights
{
    /// <summary>Brings the referenced table within reach of the roles that may look up its rows when <paramref name="owner"/> validates
    /// the key.</summary>
    public static void AddReaders(LentSchema lent, string owner, Table referenced, DdlContext context)
    {
        if (!context.Catalog.Owners.TryGetValue(referenced.Address, out var other))
            return;
        if (context.HasRole(other))
            lent.Add(other, referenced);
        if (owner != other && context.Options.Privileges && SourceRights.IsGranted("SELECT", referenced.Address, owner, context))
            lent.Add(owner, referenced);
    }
}
