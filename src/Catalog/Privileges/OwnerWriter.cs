using ActorMigrate.Catalog.Drafts;
using ActorMigrate.Catalog.Objects;
using ActorMigrate.Catalog.Roles;
using ActorMigrate.Migration.Objects;
using ActorMigrate.Postgres;

namespace ActorMigrate.Catalog.Privileges;

/// <summary>Gives objects their owners, each in the transaction that makes it: PostgreSQL runs the code of indexes, refreshes and
/// statistics as the table's owner, so that no object may belong to the role that migrates for longer than that. Objects that the target
/// may have already get their owner in a separate step, whose finding names the objects that a role without superuser's rights may not give
/// away.</summary>
internal static class OwnerWriter
{
    // Kinds of which the server may demand a superuser as the owner. So giving away such an object may be refused although making it is
    // not.
    private static readonly string[] GivenApart = [ObjectKinds.EventTrigger, ObjectKinds.ForeignDataWrapper, ObjectKinds.Publication,
        ObjectKinds.Subscription];

    /// <summary>Returns the step after which an object has its owner.</summary>
    public static Step Owned(ObjectAddress address) => new("owned", address.Oid);

    /// <summary>Returns <paramref name="draft"/> with the statements that give what it makes to its owner.</summary>
    public static Draft HandOver(Draft draft, DdlContext context)
    {
        var owner = GivenAtOnce(draft, context);
        List<string> handover =
        [
            .. draft.References.SelectMany(reference => TargetDefaults.TakeBack(reference.Reference, context)),
            .. owner is null ? [] : new[] { Give(draft, owner, context) },
            .. draft.OnlyIfNeeded ? PrivilegeWriter.OfComingAlong(draft, context) : [],
        ];
        return handover.Count == 0 ? draft : draft with
        {
            Handover = handover,
            After = owner is not null && context.MakesRole(owner) ? [.. draft.After, RoleObject.Made(owner)] : draft.After,
        };
    }

    /// <summary>Returns the step that gives <paramref name="draft"/>'s object away, where that is not all done when it is made.</summary>
    public static IEnumerable<Draft> Write(Draft draft, DdlContext context)
    {
        if (Reference(draft) is not { } reference || OwnerOf(draft, context) is not { } owner)
            yield break;
        if (!context.HasRole(owner))
        {
            context.Omit(
                ObjectKinds.Owner, $"{draft.Kind} {draft.Name}",
                $"{context.WhyNoRole(owner)} The object belongs to the role that migrates.");
            yield break;
        }
        // A sequence that a table owns goes with the table; an object outside of the scope that the target already has stays as it is.
        if (draft is { Kind: ObjectKinds.Sequence, Table: not null } || draft.OnlyIfNeeded || IsAllDone(draft, context))
            yield break;
        if (context.Options.Target is { } target && target.MayOnlyGiveTo.Contains(owner))
        {
            context.Omit(ObjectKinds.Owner, $"{draft.Kind} {draft.Name}", NotInherited(owner, target.CurrentUser));
            yield break;
        }
        yield return PrivilegeWriter.Step(draft, draft.Address!.Value, ObjectKinds.Owner, [Alter(reference, owner)]) with
            { Step = Owned(draft.Address.Value) };
    }

    // The role could give the object away, but could not use it afterwards, for example to copy rows into it.
    private static string NotInherited(string owner, string role) =>
        $"{role} is a member of {owner} without inheriting its rights, so that the object belongs to {role}. "
        + $"For the migration: GRANT {Identifier.Quote(owner)} TO {Identifier.Quote(role)} WITH INHERIT TRUE, before 16: ALTER ROLE "
        + $"{Identifier.Quote(role)} INHERIT.";

    private static string? Reference(Draft draft) =>
        draft.References.Where(reference => reference.Address == draft.Address).Select(reference => reference.Reference).FirstOrDefault();

    private static string? OwnerOf(Draft draft, DdlContext context)
    {
        if (!context.Options.Owners || draft.Address is not { } address || !context.Catalog.Owners.TryGetValue(address, out var owner))
            return null;
        // A schema may be there already and belong to another role.
        if (draft.Kind == ObjectKinds.Schema)
            return SchemaWriter.IsPublic(address, context) && owner == SchemaWriter.PublicOwner ? null : owner;
        return owner == context.Options.Target?.CurrentUser ? null : owner;
    }

    private static string? GivenAtOnce(Draft draft, DdlContext context)
    {
        if (Reference(draft) is null || GivenApart.Contains(draft.Kind) || context.Options.SkippedKinds.Contains(ObjectKinds.Owner))
            return null;
        return OwnerOf(draft, context) is { } owner && context.HasRole(owner)
            && (IsSuperuser(context) || MayGiveTo(owner, context)) ? owner : null;
    }

    private static bool IsSuperuser(DdlContext context) => context.Options.Target?.IsSuperuser ?? true;

    // A role that does not inherit its new owner's rights could do nothing more with the object.
    private static bool MayGiveTo(string owner, DdlContext context) => context.Options.Target!.MayGiveTo.Contains(owner);

    private static bool IsAllDone(Draft draft, DdlContext context) =>
        IsSuperuser(context)
        && !GivenApart.Contains(draft.Kind)
        && (context.Options.Target is null
            || (context.Options.Existing != Migration.Options.ExistingTables.Truncate
                && (draft.ExistsQuery is null || draft.Kind is ObjectKinds.Table or ObjectKinds.ForeignTable)));

    private static string Alter(string reference, string owner) => $"ALTER {reference} OWNER TO {Identifier.Quote(owner)}";

    // Of other roles, PostgreSQL asks that the new owner may create such objects there, which it may not any more in the source. Then the
    // step that follows is refused, too, and reported.
    private static string Give(Draft draft, string owner, DdlContext context)
    {
        var alter = Alter(Reference(draft)!, owner);
        return IsSuperuser(context)
            ? alter
            : $"DO LANGUAGE plpgsql {Literal.Quote($"BEGIN {alter}; EXCEPTION WHEN insufficient_privilege THEN NULL; END")}";
    }
}
