using ActorMigrate.Migration;
using ActorMigrate.Migration.Objects;

namespace ActorMigrate.Catalog.Drafts;

/// <summary>One object of the target and the statements that make it. They run in one transaction, in order,
/// under <see cref="SearchPath"/>.</summary>
public sealed record SchemaObject
{
    /// <summary>Its number in the plan, from 1, in order.</summary>
    public required int Id { get; init; }

    /// <summary>The relation that it is about as a statement names it, where that is needed.</summary>
    internal string? RelationName { get; init; }

    /// <summary>Names it among the plans that are made of one source.</summary>
    internal string Key { get; init; } = "";

    /// <summary>The stage in which it is made.</summary>
    public required SchemaStage Stage { get; init; }

    /// <summary>Its kind, in PostgreSQL's words: "table", "primary-key", "index", "foreign-key", "sequence-value", …</summary>
    public required string Kind { get; init; }

    /// <summary>Its name for people, as in the target.</summary>
    public required string Name { get; init; }

    /// <summary>The source table it belongs to, or null.</summary>
    public QualifiedName? Table { get; init; }

    /// <summary>The source tables whose rows must be in before it is made; only from <see cref="SchemaStage.AfterTransfer"/> on.</summary>
    public IReadOnlyList<QualifiedName> NeedsData { get; init; } = [];

    /// <summary>A statement before <see cref="Statements"/> that holds a secret of the source, or null.</summary>
    public SecretStatement? Secret { get; init; }

    /// <summary>The statements that make it.</summary>
    public required IReadOnlyList<string> Statements { get; init; }

    /// <summary>The number of those of <see cref="Statements"/> define it; the others give it to its owner.</summary>
    internal int Defining { get; init; }

    /// <summary>Ids of objects that must be there before.</summary>
    public required IReadOnlyList<int> Needs { get; init; }

    /// <summary>The rank behind other tasks for tables of about the same size, or 0. These tasks begin first, because they and this one
    /// would wait for each other. A task with a higher rank begins later.</summary>
    public int Later { get; init; }

    /// <summary>The value to set (<c>SET LOCAL search_path = …</c>, verbatim) before
    /// <see cref="Statements"/> and <see cref="ExistsQuery"/>.</summary>
    public required string SearchPath { get; init; }

    /// <summary>The path that its definition needs for operators that it does not name, or null.</summary>
    internal string? OperatorPath { get; init; }

    /// <summary>A query of one boolean: the target has it already, in the same form. Null when there is no telling.</summary>
    public string? ExistsQuery { get; init; }

    /// <summary>The object belongs to a table that the target does not have when the plan is made, so that it cannot be there
    /// either.</summary>
    public bool IsNew { get; init; }
}
