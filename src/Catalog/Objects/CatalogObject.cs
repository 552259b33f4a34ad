using ActorMigrate.Catalog.Drafts;
using ActorMigrate.Catalog.Tables;

namespace ActorMigrate.Catalog.Objects;

/// <summary>An object of a kind that needs no more than its own row to be written: the row, and how it becomes DDL.
/// <paramref name="Schema"/> is empty for kinds that live in no schema.</summary>
internal abstract record CatalogObject(ObjectAddress Address, string Schema)
{
    /// <summary>Returns the statements that make it in the target.</summary>
    public abstract IEnumerable<Draft> Write(DdlContext context);

    /// <summary>Returns the same with the roles that it names called as <paramref name="renamed"/> has it.</summary>
    public virtual CatalogObject WithRoles(Func<string, string> renamed) => this;

    /// <summary>Tells whether it comes into the plan only when something in scope needs it.</summary>
    protected bool IsOnlyIfNeeded(DdlContext context) =>
        context.Scope.IncludeTables.Count > 0 || (context.Scope.SourceSchema is { } only && only != Schema);

    /// <summary>Returns the draft of a free-standing object: <paramref name="reference"/> is how COMMENT ON calls it.</summary>
    protected Draft Define(DdlContext context, string kind, string name, string reference, params string[] statements) => new()
    {
        Address = Address,
        References = [(Address, reference)],
        Stage = SchemaStage.Schema,
        Kind = kind,
        Name = name,
        Statements = [.. statements, .. context.Comment(reference, Address)],
        OnlyIfNeeded = IsOnlyIfNeeded(context),
    };

    /// <summary>Returns the draft of something that belongs to <paramref name="table"/> and is made once its rows are in.</summary>
    protected Draft Finish(DdlContext context, Table table, string kind, string name, string reference, params string[] statements) => new()
    {
        Address = Address,
        Needs = [table.Address],
        After = [TableWriter.Ready(table)],
        Stage = SchemaStage.AfterTransfer,
        Kind = kind,
        Name = $"{name} on {context.Mapped(table.Name)}",
        Table = table.Name,
        NeedsData = Leaves.Of(table, context),
        Statements = [.. statements, .. context.Comment(reference, Address)],
    };
}
