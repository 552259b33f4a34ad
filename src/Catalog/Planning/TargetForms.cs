using ActorMigrate.Catalog.Drafts;
using ActorMigrate.Migration.Objects;

namespace ActorMigrate.Catalog.Planning;

/// <summary>The target's objects as a plan would make them. <paramref name="Forms"/> are what <see cref="TargetObjects"/> compares;
/// <paramref name="There"/>, that plan, is null where the role may not read all of the target.</summary>
public sealed record TargetForms(IReadOnlySet<string> Forms, SchemaPlan? There)
{
    private const string MadeView = "CREATE MATERIALIZED VIEW ";

    // The summary names the differences of a table that is kept, and the server's own objects are nobody's to change.
    private static readonly HashSet<string> Elsewhere =
        [ObjectKinds.Table, ObjectKinds.ForeignTable, ObjectKinds.Extension, ObjectKinds.Schema, ObjectKinds.Index];

    /// <summary>Nothing that was read.</summary>
    public static TargetForms None { get; } = new(new HashSet<string>(), null);

    // Statements that change no form by which objects are compared, and what they set.
    private static readonly (string Begins, string Sets)[] Beside =
    [
        ("COMMENT ON ", "its comment"),
        ("ALTER STATISTICS ", "its statistics target"),
        ("SET LOCAL default_tablespace ", "its tablespace"),
        (MadeView, "its options or access method"),
        ("ALTER MATERIALIZED VIEW ", "properties of its columns"),
    ];

    /// <summary>Returns how objects of <paramref name="plan"/> with these ids, which are used as the target has them, differ there in what
    /// is no part of their form: in comments, options, tablespaces and statistics targets, and in privileges that the plan would
    /// leave.</summary>
    public IReadOnlyList<string> Differences(SchemaPlan plan, IReadOnlySet<int> used, bool privileges)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(used);
        var own = plan.Objects.Where(made => used.Contains(made.Id) && !Elsewhere.Contains(made.Kind)
            && !plan.ComesAlong.Contains($"{made.Kind} {made.Name}")).ToList();
        if (own.Count == 0 || There is null)
            return [];
        var objects = There.Objects.ToLookup(made => (made.Kind, made.Name));
        var (grantsHere, grantsThere) = (Grants(plan), Grants(There));
        return [.. own.Select(made => Difference(
            made, objects[(made.Kind, made.Name)].FirstOrDefault(),
            privileges ? [.. grantsThere[$"{made.Kind} {made.Name}"].Except(grantsHere[$"{made.Kind} {made.Name}"])] : []))
            .OfType<string>()];
    }

    private static string? Difference(SchemaObject here, SchemaObject? there, IReadOnlyList<string> grants)
    {
        if (there is null)
            return null;
        string[] differences =
        [
            .. Beside.Where(one => !Settings(here, one.Begins).SetEquals(Settings(there, one.Begins))).Select(one => one.Sets), .. grants,
        ];
        return differences.Length == 0 ? null : $"{here.Kind} {here.Name} ({string.Join("; ", differences)})";
    }

    private static HashSet<string> Settings(SchemaObject made, string begins) =>
        [.. made.Statements.Take(made.Defining).Where(statement => statement.StartsWith(begins, StringComparison.Ordinal))
            .SelectMany(statement => begins == MadeView ? OptionsOf(statement) : [statement])];

    // The query is deparsed differently by different versions, and options have no order.
    private static IEnumerable<string> OptionsOf(string create)
    {
        var head = create[..create.IndexOf(" AS\n", StringComparison.Ordinal)]
            .Replace("VIEW IF NOT EXISTS ", "VIEW ", StringComparison.Ordinal);
        var options = head.IndexOf(" WITH (", StringComparison.Ordinal);
        return options < 0 ? [head] : [head[..options], .. head[(options + 7)..^1].Split(", ")];
    }

    private static ILookup<string, string> Grants(SchemaPlan plan) => plan.Objects
        .Where(made => made.Kind == ObjectKinds.Privileges)
        .SelectMany(made => made.Statements.Where(IsGrant).Select(statement => (made.Name, statement)))
        .ToLookup(one => one.Name, one => one.statement);

    private static bool IsGrant(string statement) =>
        statement.StartsWith("GRANT ", StringComparison.Ordinal) || statement.StartsWith("REVOKE ", StringComparison.Ordinal);
}
