using System.Text;
using ActorMigrate.Catalog.Drafts;
using ActorMigrate.Catalog.Inspection;
using ActorMigrate.Catalog.Planning;
using ActorMigrate.Migration;
using ActorMigrate.Migration.Objects;
using ActorMigrate.Migration.Options;
using ActorMigrate.Postgres.Facts;

namespace ActorMigrate.Coordinator.Preflight.Checks;

/// <summary>Names that are taken in the target, too long for it, or beyond what COPY can name there.</summary>
internal static class Names
{
    public static IEnumerable<CheckFinding> Find(TargetSeen target, MigrationOptions options)
    {
        CheckFinding[] tables = [.. TargetRules.Of(target.Inspection, target.Catalog, options), .. DroppedAlongRules.Of(target)];
        // A target that is to be emptied first is not looked at index by index.
        return tables.Length > 0 && options.Existing == ExistingTables.Refuse ? tables
            : [.. tables, .. Clashes(target, options), .. UsedOtherwise(target)];
    }

    /// <summary>Names that a target whose encoding takes more bytes for them would cut.</summary>
    public static IEnumerable<CheckFinding> TooLong(TargetSeen target, ServersSeen servers) =>
        servers.Target.Encoding == DatabaseEncoding.Utf8 && LongNames.Of(target.Plan) is { Count: > 0 } names
            ? LongNames.Merged(target.Plan) is { Count: > 0 } merged
                ? [Cut(CheckFinding.Fail, merged, "so that they are the same there", servers)]
                : [Cut(CheckFinding.Warn, names, "but keeps them apart", servers)]
            : [];

    /// <summary>Names of the target by which COPY could not speak of a table: the bytes of a source of SQL_ASCII pass unconverted, through
    /// a session that speaks the target's encoding, while statements are written in UTF-8.</summary>
    public static IEnumerable<CheckFinding> Unspeakable(TargetSeen target, ServersSeen servers, MigrationOptions options)
    {
        if (servers.Source.Encoding != DatabaseEncoding.SqlAscii
            || servers.Target.Encoding is DatabaseEncoding.SqlAscii or DatabaseEncoding.Utf8
            || options.Content == MigrationContent.SchemaOnly)
            return [];
        List<string> tables =
        [
            .. target.Catalog.Tables.Where(table => table.HasRows)
                .Select(table => (Name: options.Scope.Map(table.Name), table.Copy.Columns))
                .Where(table => !table.Columns.Append(table.Name.Schema).Append(table.Name.Name).All(name => Ascii.IsValid(name)))
                .Select(table => $"{table.Name}"),
        ];
        return tables.Count == 0 ? [] :
        [
            CheckFinding.Fail(
                tables,
                $"The source has the encoding SQL_ASCII, so that its rows are sent in the target's encoding {servers.Target.Encoding}, in "
                    + $"which COPY cannot name what these tables, or columns of them, are called: {NameList.Of(tables)}.",
                "Migrate into a database of the encoding UTF8 or SQL_ASCII, or give them names of ASCII characters in the source."),
        ];
    }

    private static CheckFinding Cut(
        Func<IReadOnlyList<string>, string, string, CheckFinding> level, IReadOnlyList<string> names, string then, ServersSeen servers) =>
        level(
            names,
            $"Names are longer than 63 bytes in the target's encoding, and the target cuts them there, {then}: {NameList.Of(names)}.",
            $"Give them shorter names in the source, or migrate into a database of the encoding {servers.Source.Encoding}.");

    // An object that the target has in the same form is used as it is, and is no clash.
    private static IEnumerable<CheckFinding> Clashes(TargetSeen target, MigrationOptions options)
    {
        if (options.Content == MigrationContent.DataOnly)
            yield break;
        var dropped = TargetObjects.KeysOf(target.Inspection.DroppedAlong);
        var made = target.Plan.Objects.Where(one => !target.Made.Contains(one.Id) && !dropped.Contains(TargetObjects.NameOf(one)))
            .ToLookup(TargetObjects.NameOf);
        bool IsMade(ExistingObject clash) => made.Contains(TargetObjects.KeyOf(clash.Kind, clash.Name));
        ExistingObject[] beside = [.. target.Clashes.Where(clash => clash.IsBeside && IsMade(clash))];
        foreach (var finding in Beside(beside))
            yield return finding;
        var failing = beside.SelectMany(clash => made[TargetObjects.KeyOf(clash.Kind, clash.Name)]);
        foreach (var finding in Unfilled(target, beside, failing))
            yield return finding;
        var taken = target.Clashes.Where(clash => !clash.IsBeside)
            .Where(clash => clash.Kind == ObjectKinds.Index ? options.Existing == ExistingTables.Refuse : IsMade(clash))
            .Select(clash => $"{clash.Kind} {clash.Name}").ToList();
        if (taken.Count == 0)
            yield break;
        yield return options.Existing == ExistingTables.Refuse
            ? CheckFinding.Fail(
                taken,
                $"Other objects in the target have the names of objects to be made: {NameList.Of(taken)}.",
                "Migrate into an empty database or schema, or drop or rename them.")
            : CheckFinding.Warn(
                taken, $"The target has objects of these names already, and they are not made again: {NameList.Of(taken)}.",
                "Drop or rename them if the source's objects are to take their place.");
    }

    private static IEnumerable<CheckFinding> UsedOtherwise(TargetSeen target) => target.UsedOtherwise.Count == 0 ? [] :
    [
        CheckFinding.Warn(
            target.UsedOtherwise,
            "Objects that the target has already are used as they are, with other comments, options or privileges than in the source: "
                + $"{NameList.Of(target.UsedOtherwise)}.",
            "Change these in the target, or drop the objects there so that they are made anew."),
    ];

    // Existing tables of which something that they need cannot be made, however indirectly.
    private static IEnumerable<CheckFinding> Unfilled(
        TargetSeen target, IEnumerable<ExistingObject> taken, IEnumerable<SchemaObject> failing)
    {
        var failed = failing.Select(one => one.Id).ToHashSet();
        var existing = target.Inspection.Tables.Select(table => table.Source).ToHashSet();
        var lost = new List<string>();
        foreach (var one in target.Plan.Objects.Where(one => one.Needs.Any(failed.Contains)))
        {
            failed.Add(one.Id);
            if (one.Kind == ObjectKinds.Table && one.Table is { } table && existing.Contains(table))
                lost.Add(one.Name);
        }

        if (lost.Count > 0)
        {
            yield return CheckFinding.Fail(
                lost,
                "Tables that are to be dropped or emptied in the target could not be filled again, since the target has what they need in "
                    + $"another form ({NameList.Of([.. taken.Select(one => $"{one.Kind} {one.Name}")])}): {NameList.Of(lost)}.",
                "Drop or rename the objects of that form there, or leave these tables out: --exclude-tables.");
        }
    }

    private static IEnumerable<CheckFinding> Beside(IReadOnlyList<ExistingObject> taken) => taken.Count == 0 ? [] :
    [
        CheckFinding.Warn(
            [.. taken.Select(one => $"{one.Kind} {one.Name}")],
            "The target has objects of these names already; the source's and what needs them fail: "
                + $"{NameList.Of([.. taken.Select(one => $"{one.Kind} {one.Name}")])}.",
            "Drop or rename them there if the source's objects are to take their place, or keep the target's: "
                + $"{SkipFlags.Of(taken.Select(one => one.Kind))}."),
    ];
}
