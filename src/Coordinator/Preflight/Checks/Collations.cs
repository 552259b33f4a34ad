using ActorMigrate.Catalog.Inspection;
using ActorMigrate.Migration;
using ActorMigrate.Postgres;

namespace ActorMigrate.Coordinator.Preflight.Checks;

/// <summary>Collations: the databases' own, and those of the servers that columns, types and indexes are of.</summary>
internal static class Collations
{
    /// <summary>Checks the default collations of the two databases.</summary>
    public static IEnumerable<CheckFinding> OfDatabases(ServersSeen seen) => DatabaseLocale.Findings(seen.Source, seen.Target)
        .Select(finding => CheckFinding.Warn(finding.Object, finding.Message, finding.Remedy ?? "") with { IsToldByRun = true });

    /// <summary>Collations that objects of users are of: those that the target lacks, and those of another version.</summary>
    public static IEnumerable<CheckFinding> OfObjects(TargetSeen target, SourceSeen source, ServersSeen seen) =>
        Lacking(target, source).Concat(OtherVersions(target, source)).Concat(Outdated(source, seen));

    private static IEnumerable<CheckFinding> Lacking(TargetSeen target, SourceSeen source)
    {
        var there = target.Collations.Select(collation => collation.Name).ToHashSet();
        foreach (var name in source.Collations.Where(collation => collation.IsOfServer && !there.Contains(collation.Name))
            .Select(collation => collation.Name))
        {
            var quoted = Identifier.Quote(name);
            var users =
                target.Plan.Objects.Where(made => made.Statements.Any(statement => statement.Contains(quoted, StringComparison.Ordinal)))
                .Select(made => $"{made.Kind} {made.Name}").ToList();
            if (users.Count > 0)
            {
                yield return CheckFinding.Fail(
                    $"collation {name}",
                    $"The target's server lacks the collation {name}, which these use: {NameList.Of(users)}.",
                    "Install the locale on the target's machine and run SELECT pg_import_system_collations('pg_catalog'); there as a "
                        + "superuser, or change the columns' collation in the source.");
            }
        }
    }

    private static IEnumerable<CheckFinding> OtherVersions(TargetSeen target, SourceSeen source)
    {
        var differing =
            from here in source.Collations.Where(collation => collation.IsOfServer)
            join there in target.Collations on here.Name equals there.Name
            where here.Actual is not null && there.Actual is not null && here.Actual != there.Actual
            select $"{here.Name} ({here.Actual} in the source, {there.Actual} in the target)";
        return differing.ToList() is { Count: > 0 } names
            ? [CheckFinding.Warn(
                names,
                $"Collations have other versions in the target: {NameList.Of(names)}. The order of text may differ, and with it the rows "
                    + "that checks, ranges and unique keys of expressions take.",
                "Compare what depends on the order of text. Indexes are built anew and are right.")]
            : [];
    }

    private static IEnumerable<CheckFinding> Outdated(SourceSeen source, ServersSeen seen)
    {
        var names = source.Collations.Where(IsOutdated).Select(Words).ToList();
        if (names.Count > 0)
        {
            yield return CheckFinding.Warn(
                names,
                "The source's library has other versions of collations than those with which indexes were built: "
                    + $"{NameList.Of(names)}. {Consequence}",
                "On the source, REINDEX the indexes that use these collations, then ALTER COLLATION … REFRESH VERSION.");
        }

        if (seen.SourceState.DefaultCollation is { } found && IsOutdated(found))
        {
            yield return CheckFinding.Warn(
                $"database {seen.Source.Database}",
                $"The source's library has another version of the default collation of database {seen.Source.Database} than that with "
                    + $"which its indexes were built: {Words(found)}. {Consequence}",
                $"On the source: REINDEX DATABASE {Identifier.Quote(seen.Source.Database)}; then ALTER DATABASE "
                    + $"{Identifier.Quote(seen.Source.Database)} REFRESH COLLATION VERSION;");
        }
    }

    private const string Consequence = "Unique keys may hold duplicates that the target then refuses.";

    private static bool IsOutdated(CollationSeen collation) =>
        collation is { Version: not null, Actual: not null } && collation.Version != collation.Actual;

    private static string Words(CollationSeen collation) => $"{collation.Name} ({collation.Version} recorded, {collation.Actual} now)";
}
