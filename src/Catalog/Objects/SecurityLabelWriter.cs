using ActorMigrate.Catalog.Drafts;
using ActorMigrate.Migration.Objects;
using ActorMigrate.Postgres;

namespace ActorMigrate.Catalog.Objects;

/// <summary>Writes SECURITY LABEL as a step of its own, so that the object stays when its label is refused. The provider decides about
/// that, a library that the target's server may not even have loaded.</summary>
internal static class SecurityLabelWriter
{
    // The words for relations with columns, to name one of them.
    private static readonly string[] Relations = ["TABLE ", "FOREIGN TABLE ", "VIEW ", "MATERIALIZED VIEW ", "TYPE "];

    public static IEnumerable<Draft> Write(Draft draft, DdlContext context) =>
        from reference in draft.References
        from label in context.Catalog.SecurityLabels[reference.Address]
        select new Draft
        {
            Needs = [reference.Address],
            Stage = SchemaStage.AfterTransfer,
            NeedsData = draft.HasRows ? [draft.Table!.Value] : [],
            Kind = ObjectKinds.SecurityLabel,
            Name = $"{label.Provider} on {draft.Kind} {draft.Name}{(label.ColumnName is null ? "" : "." + label.ColumnName)}",
            Table = draft.Table,
            Statements = [Statement(label, reference.Reference)],
        };

    /// <summary>Returns the SECURITY LABEL statement; <paramref name="reference"/> is what COMMENT ON calls the labelled object.</summary>
    public static string Statement(SecurityLabel label, string reference) =>
        $"SECURITY LABEL FOR {Identifier.Quote(label.Provider)} ON {Reference(label, reference)} IS {Literal.Quote(label.Label)}";

    private static string Reference(SecurityLabel label, string reference)
    {
        if (label.ColumnName is null)
            return reference;
        var keyword = Relations.First(keyword => reference.StartsWith(keyword, StringComparison.Ordinal));
        return $"COLUMN {reference[keyword.Length..]}.{Identifier.Quote(label.ColumnName)}";
    }
}
