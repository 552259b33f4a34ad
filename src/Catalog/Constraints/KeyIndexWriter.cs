using ActorMigrate.Catalog.Drafts;
using ActorMigrate.Catalog.Tables;
using ActorMigrate.Postgres;

namespace ActorMigrate.Catalog.Constraints;

/// <summary>Writes a large table's key in two steps: its index, which is built beside the table's other indexes, and the constraint that
/// takes that index over. ADD CONSTRAINT alone locks the table against all of them while it builds. Two steps are two tasks, because a
/// transaction that builds an index and then locks the table would wait for others that do the same.</summary>
internal static class KeyIndexWriter
{
    private const string NotDistinct = "NULLS NOT DISTINCT ";

    /// <summary>Returns true when a task of its own builds the key's index: the build takes long, and the table has other indexes that can
    /// be built in parallel. PostgreSQL cannot make a constraint from an existing index of a partitioned table, nor an exclusion
    /// constraint.</summary>
    public static bool Applies(Constraint key, Table table, DdlContext context) =>
        key is { Kind: ConstraintKind.PrimaryKey or ConstraintKind.Unique, Index.Excludes: false }
        && table.HasRows
        && table.IndexCount > 1
        && table.Facts.HeapBytes >= context.Options.LongBuildBytes;

    /// <summary>Returns the step of having the index of <paramref name="key"/>.</summary>
    public static Step Built(Constraint key) => new("key index", key.Oid);

    /// <summary>Returns the task that builds the index.</summary>
    public static Draft Write(Constraint key, ConstraintIndex index, string kind, Table table, DdlContext context) => new()
    {
        Needs = [table.Address],
        After = [TableWriter.Ready(table)],
        Step = Built(key),
        Stage = SchemaStage.AfterTransfer,
        Kind = kind,
        Name = context.Mapped(table.Name with { Name = index.Name }).ToString(),
        Table = table.Name,
        NeedsData = Leaves.Of(table, context),
        Statements =
        [
            .. TablespaceWriter.In(
                index.Tablespace, $"index {table.Name with { Name = index.Name }}", context,
                $"CREATE UNIQUE INDEX {Identifier.Quote(index.Name)} ON "
                    + $"{context.Qualify(table.Name)} {Columns(key)}{KeyWriter.Storage(index)}"),
        ],
        ExistsQuery = ConstraintWriter.ExistsQuery(key, table, context),
    };

    /// <summary>Returns the text that follows ADD CONSTRAINT and the name.</summary>
    public static string Definition(Constraint key, ConstraintIndex index) =>
        $"{Word(key)}USING INDEX {Identifier.Quote(index.Name)}{KeyWriter.Deferrability(key)}";

    private static string Word(Constraint key) => key.Kind == ConstraintKind.PrimaryKey ? "PRIMARY KEY " : "UNIQUE ";

    // CREATE INDEX says whether NULLs are distinct after the columns, a constraint before them.
    private static string Columns(Constraint key)
    {
        var columns = KeyWriter.Plain(key)[Word(key).Length..];
        return columns.StartsWith(NotDistinct, StringComparison.Ordinal)
            ? $"{columns[NotDistinct.Length..]} {NotDistinct.TrimEnd()}"
            : columns;
    }
}
