using ActorMigrate.Catalog.Drafts;
using ActorMigrate.Catalog.Objects;
using ActorMigrate.Catalog.Privileges;
using ActorMigrate.Catalog.Tables;
using ActorMigrate.Postgres;

namespace ActorMigrate.Catalog.Constraints;

/// <summary>Tells of foreign keys whose rows the roles that check them may not look up. PostgreSQL compares both tables as the role that
/// validates a key, where that may read both, and else looks up each row as the owner of the referenced table (ri_triggers.c). Where users'
/// code keeps a superuser from validating it, the table's owner does, and the schema of the
/// referenced table must be open to one of the two.</summary>
internal static class ForeignKeyRights
{
    /// <summary>Notes a key that the source itself could not check with the rights that its roles have.</summary>
    public static void Note(Constraint key, Table table, Table referenced, DdlContext context)
    {
        if (OwnersCode.OwnerOf(table.Address, context) is not { } owner
            || !context.Catalog.Owners.TryGetValue(referenced.Address, out var other))
            return;
        var reader = owner == other || IsGranted("SELECT", referenced.Address, owner, context) ? owner : other;
        var schema = context.Catalog.Schemas.FirstOrDefault(schema => schema.Name == referenced.Name.Schema);
        if (schema is null || MayUse(schema, reader, context))
            return;
        context.Note(
            $"{Migration.ObjectKinds.ForeignKey} {ConstraintWriter.NameOf(key, table, context)}",
            $"Its rows are checked as {reader}, who lacks USAGE on the schema {schema.Name} of the referenced table {referenced.Name}: a "
                + "table of the key has an index or statistics that call functions of users, which keep a superuser from checking it. "
                + "The key fails where it has rows to check.",
            $"In the source: GRANT USAGE ON SCHEMA {Identifier.Quote(schema.Name)} TO {Identifier.Quote(reader)}; or add "
                + "the key in the target by hand.");
    }

    private static bool MayUse(Schema schema, string role, DdlContext context) =>
        context.IsSuperuserInSource(role)
        || (context.Catalog.Owners.TryGetValue(schema.Address, out var owner) && SourceRights.RolesOf(role, context).Contains(owner))
        // Everybody may use public from the start.
        || (schema.Address == SchemaWriter.Public && !SourceRights.IsClosed("USAGE", schema.Address, context))
        || IsGranted("USAGE", schema.Address, role, context);

    private static bool IsGranted(string name, ObjectAddress address, string role, DdlContext context) =>
        context.Options.Privileges && SourceRights.IsGranted(name, address, role, context);
}
