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
            "The number of dimensions with which an array column was declared is not kept; PostgreSQL does not heed it.", 0,
            (difference, _, _) => difference.Fact is { Catalog: "pg_attribute", Column: "attndims" }),
        new(
            "A table that inherits some columns and has others of its own has its parents' columns first in the target, and then its own.",
            0,
            (difference, source, _) => difference.Fact is { Catalog: "pg_attribute", Column: "attnum" }
                && Inherits(difference.Fact, source)),
        new(
            "The key of a partition is marked as one that children do not inherit, since it is made before it is "
                + "attached. Keys are never inherited.", 0,
            (difference, source, _) =>
                difference is { Fact: { Catalog: "pg_constraint", Column: "connoinherit" }, Source: "false", Target: "true" }
                && source.Facts[difference.Fact with { Column = "contype" }] is "p" or "u" or "x"),
        new(
            "A collation that was copied from one of every encoding is one of the database's encoding.", 0,
            (difference, _, _) => difference is { Fact: { Catalog: "pg_collation", Column: "collencoding" }, Source: "-1" }),
        new(
            "16 leaves out the table's name before the columns of a view of one table.", 16,
            (difference, _, _) => difference.Fact is { Catalog: "pg_rewrite", Column: "ev_action" }
                && Unqualified(difference.Source) == Unqualified(difference.Target)),
        new(
            "17 writes a statistics target that nobody set as NULL instead of -1.", 17,
            (difference, _, _) => difference is { Fact.Column: "attstattarget" or "stxstattarget", Source: "-1", Target: null }),
        new(
            "17 has the privilege MAINTAIN, which owners have from the start.", 17,
            (difference, _, _) => difference.Fact.Column == "relacl" && difference.Source == WithoutMaintain(difference.Target)),
        new(
            "17 has a constraint for each domain that is NOT NULL.", 17,
            (difference, _, target) => IsNewNotNull(difference, target, "domain constraint ")),
        new(
            "17 gives a multirange type to its range type's owner.", 17,
            (difference, _, _) => difference.Fact is { Catalog: "pg_type", Column: "typowner" or "typacl" }
                && difference.Fact.Object.Contains("multirange", StringComparison.Ordinal)),
        new(
            "18 has a constraint for each column that is NOT NULL.", 18,
            (difference, _, target) => IsNewNotNull(difference, target, "table constraint ")),
        new(
            "A multirange type's privileges cannot be granted; what default privileges gave it when it was made is not carried over.", 0,
            (difference, source, _) => difference.Fact is { Catalog: "pg_type", Column: "typacl" }
                && source.Facts[difference.Fact with { Column = "typtype" }] == "m"),
        new(
            "A subscription arrives disabled and without a slot, since two must not drink from one; the run says how to go on.", 0,
            (difference, _, _) => difference is { Fact: { Catalog: "pg_subscription", Column: "subenabled" }, Target: "false" }
                or { Fact: { Catalog: "pg_subscription", Column: "subslotname" }, Target: null }),
        new(
            "16 has a third way of streaming for subscriptions, and writes letters for them.", 16,
            (difference, _, _) => difference is { Fact: { Catalog: "pg_subscription", Column: "substream" } }
                && difference.Source![..1] == difference.Target),
        new(
            "Where a large object has a hole, which reads as zeros, the target's has zeros.", 0,
            (difference, _, _) => difference is { Fact: { Catalog: "pg_largeobject", Column: "exists" }, Source: null }),
        new(
            "An index calls its columns as the table called them when it was made; a rename of theirs is followed in the target.", 0,
            (difference, source, target) => difference.Fact is { Catalog: "pg_attribute" }
                && difference.Fact.Object.StartsWith("index ", StringComparison.Ordinal)
                && source.Facts.ContainsKey(difference.Fact with { Column = "exists" })
                    != target.Facts.ContainsKey(difference.Fact with { Column = "exists" })),
        new(
            "An array type is called after its element type, with as many underscores as other names leave it; that "
                + "depends on what was made first.", 0,
            (difference, _, _) => difference.Fact is { Catalog: "pg_type", Column: "typname" }
                && difference.Fact.Object.EndsWith("[]", StringComparison.Ordinal)),
        new(
            "A not-null constraint that is valid, or has another name, while its parent's is not valid counts as its table's own, too.", 0,
            (difference, source, _) =>
                difference is { Fact: { Catalog: "pg_constraint", Column: "conislocal" }, Source: "false", Target: "true" }
                && source.Facts[difference.Fact with { Column = "contype" }] == "n"),
        new(
            "16 says NO INDENT of XMLSERIALIZE.", 16,
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
