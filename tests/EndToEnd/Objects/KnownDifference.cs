using System.Text.RegularExpressions;

namespace ActorMigrate.EndToEnd.Tests.Objects;

/// <summary>Something that may differ in the target, with a reason that users can read. <paramref name="Since"/> is the version of
/// PostgreSQL that made it differ from those before it; 0 where it differs between any two databases.</summary>
internal sealed partial record KnownDifference(
    string Reason, int Since, Func<CatalogDifference, CatalogContents, CatalogContents, bool> Covers)
{
    /// <summary>All of them. Their place is their number in docs/objects.md: new ones come last.</summary>
    public static readonly IReadOnlyList<KnownDifference> All =
    [
        new(
            "The declared number of dimensions of an array column is not kept; PostgreSQL ignores it.", 0,
            (difference, _, _) => difference.Fact is { Catalog: "pg_attribute", Column: "attndims" }),
        new(
            "A table with inherited columns and columns of its own has the inherited ones first in the target.",
            0,
            (difference, source, _) => difference.Fact is { Catalog: "pg_attribute", Column: "attnum" }
                && Inherits(difference.Fact, source)),
        new(
            "The key of a partition is marked as one that children do not inherit, because it is created before it is "
                + "attached. Keys are never inherited.", 0,
            (difference, source, _) =>
                difference is { Fact: { Catalog: "pg_constraint", Column: "connoinherit" }, Source: "false", Target: "true" }
                && source.Facts[difference.Fact with { Column = "contype" }] is "p" or "u" or "x"),
        new(
            "A collation that was copied from a collation for every encoding is a collation for the database's encoding.", 0,
            (difference, _, _) => difference is { Fact: { Catalog: "pg_collation", Column: "collencoding" }, Source: "-1" }),
        new(
            "16 prints the columns of a view of one table without the table's name.", 16,
            (difference, _, _) => difference.Fact is { Catalog: "pg_rewrite", Column: "ev_action" }
                && Unqualified(difference.Source) == Unqualified(difference.Target)),
        new(
            "17 stores a default statistics target as NULL instead of -1.", 17,
            (difference, _, _) => difference is { Fact.Column: "attstattarget" or "stxstattarget", Source: "-1", Target: null }),
        new(
            "17 has the privilege MAINTAIN, which owners have from the start.", 17,
            (difference, _, _) => difference.Fact.Column == "relacl" && difference.Source == WithoutMaintain(difference.Target)),
        new(
            "17 has a constraint for each NOT NULL domain.", 17,
            (difference, _, target) => IsNewNotNull(difference, target, "domain constraint ")),
        new(
            "17 gives a multirange type to its range type's owner.", 17,
            (difference, _, _) => difference.Fact is { Catalog: "pg_type", Column: "typowner" or "typacl" }
                && difference.Fact.Object.Contains("multirange", StringComparison.Ordinal)),
        new(
            "18 has a constraint for each NOT NULL column.", 18,
            (difference, _, target) => IsNewNotNull(difference, target, "table constraint ")),
        new(
            "Privileges on a multirange type cannot be granted, so those that default privileges gave it at its "
                + "creation are not migrated.", 0,
            (difference, source, _) => difference.Fact is { Catalog: "pg_type", Column: "typacl" }
                && source.Facts[difference.Fact with { Column = "typtype" }] == "m"),
        new(
            "A subscription arrives disabled and without a slot, because two subscriptions must not use one "
                + "slot; the run tells how to enable it.", 0,
            (difference, _, _) => difference is { Fact: { Catalog: "pg_subscription", Column: "subenabled" }, Target: "false" }
                or { Fact: { Catalog: "pg_subscription", Column: "subslotname" }, Target: null }),
        new(
            "16 has a third streaming mode for subscriptions, and stores the mode as a letter.", 16,
            (difference, _, _) => difference is { Fact: { Catalog: "pg_subscription", Column: "substream" } }
                && difference.Source![..1] == difference.Target),
        new(
            "A hole in a large object, which reads as zeros, is stored as zeros in the target.", 0,
            (difference, _, _) => difference is { Fact: { Catalog: "pg_largeobject", Column: "exists" }, Source: null }),
        new(
            "An index keeps the names that its table's columns had when it was created; in the target it has the "
                + "columns' present names.", 0,
            (difference, source, target) => difference.Fact is { Catalog: "pg_attribute" }
                && difference.Fact.Object.StartsWith("index ", StringComparison.Ordinal)
                && source.Facts.ContainsKey(difference.Fact with { Column = "exists" })
                    != target.Facts.ContainsKey(difference.Fact with { Column = "exists" })),
        new(
            "An array type has the name of its element type behind as many underscores as make it unique; their number "
                + "depends on the order of creation.", 0,
            (difference, _, _) => difference.Fact is { Catalog: "pg_type", Column: "typname" }
                && difference.Fact.Object.EndsWith("[]", StringComparison.Ordinal)),
        new(
            "A not-null constraint is marked as local, too, if its parent's is not valid and it is valid or has another name.", 0,
            (difference, source, _) =>
                difference is { Fact: { Catalog: "pg_constraint", Column: "conislocal" }, Source: "false", Target: "true" }
                && source.Facts[difference.Fact with { Column = "contype" }] == "n"),
        new(
            "16 prints NO INDENT for XMLSERIALIZE.", 16,
            (difference, _, _) => difference.Fact is { Catalog: "pg_rewrite", Column: "ev_action" }
                && Unqualified(difference.Source) == Unqualified(difference.Target?.Replace(" NO INDENT", "", StringComparison.Ordinal))),
    ];

    public static KnownDifference? Explaining(CatalogDifference difference, CatalogContents source, CatalogContents target) =>
        All.FirstOrDefault(known =>
            (known.Since == 0 || (source.Major < known.Since && target.Major >= known.Since)) && known.Covers(difference, source, target));

    private static bool Inherits(CatalogFact column, CatalogContents source)
    {
        var table = column.Object.Split(" / ")[0];
        return source.Facts[new CatalogFact("pg_class", table, "relispartition")] == "false"
            && source.Facts.Keys.Any(
                fact => fact.Catalog == "pg_inherits" && fact.Object.StartsWith(table + " / ", StringComparison.Ordinal));
    }

    private static bool IsNewNotNull(CatalogDifference difference, CatalogContents target, string kind) =>
        difference is { Fact: { Catalog: "pg_constraint", Column: "exists" }, Source: null }
        && difference.Fact.Object.StartsWith(kind, StringComparison.Ordinal)
        && target.Facts[difference.Fact with { Column = "contype" }] == "n";

    private static string? WithoutMaintain(string? privileges) => privileges is null
        ? null
        : string.Join(", ", privileges.Split(", ").Where(one => !one.StartsWith("MAINTAIN", StringComparison.Ordinal)));

    private static string? Unqualified(string? query) => query is null ? null : Qualifier().Replace(query, "");

    [GeneratedRegex(@"(?:""(?:[^""]|"""")*""|[\w$]+)\.(?=[\w""*])")]
    private static partial Regex Qualifier();
}
