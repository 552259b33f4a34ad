using System.Globalization;
using ActorMigrate.Catalog.Drafts;
using ActorMigrate.Catalog.Objects;
using ActorMigrate.Catalog.Privileges;
using ActorMigrate.Migration.Objects;
using ActorMigrate.Postgres;

namespace ActorMigrate.Catalog.LargeObjects;

/// <summary>Splits the large objects into batches, and writes what is said of them besides their data.</summary>
internal static class LargeObjectWriter
{
    // A batch is one transaction: small enough to be repeated, and to be shared among several copies at a time.
    private const int MostPerBatch = 1000;
    private const long BytesPerBatch = 256L << 20;

    public static IReadOnlyList<LargeObjectBatch> Write(DdlContext context)
    {
        var (all, bytes) = context.Catalog.LargeObjects;
        if (all.Count == 0)
            return [];
        if (IsSkipped(ObjectKinds.LargeObject, context))
        {
            context.OmitIf(asked: true, ObjectKinds.LargeObject, Names(all), "The options leave out objects of this kind.");
            return [];
        }
        var average = Math.Max(1, bytes / all.Count);
        var size = (int)Math.Clamp(BytesPerBatch / average, 1, MostPerBatch);
        return [.. all.Chunk(size).Select((batch, index) => new LargeObjectBatch
        {
            Number = index + 1,
            Oids = [.. batch.Select(found => found.Oid)],
            EstimatedBytes = average * batch.Length,
            Steps = [.. Steps(batch, context).Where(step => step.Statements.Count > 0)],
        })];
    }

    // A role that comments on an object or grants on it must own it or be a superuser, so the owner changes after the comments.
    private static IEnumerable<LargeObjectStep> Steps(LargeObject[] batch, DdlContext context) =>
    [
        new("large object comments", [.. batch.SelectMany(found => context.Comment(Reference(found.Oid), found.Address))]),
        new("large object owners", [.. IsSkipped(ObjectKinds.Owner, context) ? [] : Owners(batch, context)]),
        new("large object privileges", [.. IsSkipped(ObjectKinds.Privileges, context) ? [] : Privileges(batch, context)]),
        new(ObjectKinds.SecurityLabel, [.. IsSkipped(ObjectKinds.SecurityLabel, context) ? [] : Labels(batch, context)]),
    ];

    private static bool IsSkipped(string kind, DdlContext context) => context.Options.SkippedKinds.Contains(kind);

    private static IEnumerable<string> Labels(LargeObject[] batch, DdlContext context) => batch.SelectMany(found =>
        context.Catalog.SecurityLabels[found.Address].Select(label => SecurityLabelWriter.Statement(label, Reference(found.Oid))));

    private static IEnumerable<string> Owners(LargeObject[] batch, DdlContext context)
    {
        if (!context.Options.Owners)
            yield break;
        foreach (var owned in batch.ToLookup(found => found.Owner).Where(owned => owned.Key != context.Options.Target?.CurrentUser))
        {
            if (!context.HasRole(owned.Key))
            {
                context.Omit(
                    ObjectKinds.Owner, Names(owned), $"The target has no role {owned.Key}; they belong to the role that migrates.");
                continue;
            }
            if (context.Options.Target is { IsSuperuser: false } target && !target.MayGiveTo.Contains(owned.Key))
            {
                // A batch is given away in one transaction, which one owner would end for all.
                context.Omit(ObjectKinds.Owner, Names(owned),
                    $"The role {target.CurrentUser} may not give objects to {owned.Key}; they belong to {target.CurrentUser}.");
                continue;
            }
            foreach (var found in owned)
                yield return $"ALTER {Reference(found.Oid)} OWNER TO {Identifier.Quote(owned.Key)}";
        }
    }

    private static IEnumerable<string> Privileges(LargeObject[] batch, DdlContext context)
    {
        if (!context.Options.Privileges)
            return [];
        var splits =
            batch.Select(found => (found, Split: PrivilegeWriter.Split(context.Catalog.Privileges[found.Address], context))).ToList();
        foreach (var lost in splits.SelectMany(pair => pair.Split.Lost.Select(role => (role, pair.found)))
            .ToLookup(pair => pair.role, pair => pair.found))
            context.Omit(ObjectKinds.Privileges, Names(lost), $"The target has no role {lost.Key}.");
        // Objects that were granted alike share a statement.
        return splits
            .SelectMany(pair => pair.Split.Taken.Select(privilege => (Grant: privilege, pair.found)))
            .GroupBy(pair => string.Join('\n', pair.Grant.Statements("")))
            .SelectMany(
                alike => alike.First().Grant.Statements("LARGE OBJECT " + string.Join(", ", alike.Select(pair => Number(pair.found.Oid)))));
    }

    private static string Reference(uint oid) => "LARGE OBJECT " + Number(oid);

    private static string Number(uint oid) => oid.ToString(CultureInfo.InvariantCulture);

    private static string Names(IEnumerable<LargeObject> found)
    {
        var oids = found.Select(one => one.Oid).ToList();
        return "large object"
            + $"{(oids.Count > 1 ? "s" : "")} {string.Join(", ", oids.Take(3))}{(oids.Count > 3 ? $" and {oids.Count - 3} more" : "")}";
    }
}
