using ActorMigrate.Migration;
using ActorMigrate.Migration.Objects;

namespace ActorMigrate.Catalog.Drafts;

/// <summary>An object that a writer has written and the planner has yet to put in order.</summary>
internal sealed record Draft
{
    /// <summary>The object in the source; null for a further step of an object that another draft stands for.</summary>
    public ObjectAddress? Address { get; init; }

    /// <summary>Addresses of parts that come with it: row and array types, inlined defaults and checks, a constraint's index.</summary>
    public IReadOnlyList<ObjectAddress> Parts { get; init; } = [];

    /// <summary>Addresses it needs beyond what <c>pg_depend</c> says of its own.</summary>
    public IReadOnlyList<ObjectAddress> Needs { get; init; } = [];

    /// <summary>Addresses that <c>pg_depend</c> says it needs, and it does not.</summary>
    public IReadOnlyList<ObjectAddress> Ignores { get; init; } = [];

    /// <summary>The function whose body it is, made apart: it has those needs of the function that its own draft ignores.</summary>
    public ObjectAddress? BodyOf { get; init; }

    /// <summary>The object has a body that can be made apart, to break a circle.</summary>
    public bool HasBody { get; init; }

    /// <summary>Steps it comes after, where there are such in the plan.</summary>
    public IReadOnlyList<Step> After { get; init; } = [];

    /// <summary>The step that it is itself, for others to come after.</summary>
    public Step? Step { get; init; }

    /// <summary>Returns how COMMENT ON and ALTER … OWNER TO call it, and parts of it that have privileges of their own.</summary>
    public IReadOnlyList<(ObjectAddress Address, string Reference)> References { get; init; } = [];

    public required SchemaStage Stage { get; init; }

    public required string Kind { get; init; }

    /// <summary>Its name as in the target.</summary>
    public required string Name { get; init; }

    public QualifiedName? Table { get; init; }

    /// <summary>The relation that it is about, qualified and quoted.</summary>
    public string? RelationName { get; init; }

    /// <summary>The object is a table with rows of its own, which are copied into it.</summary>
    public bool HasRows { get; init; }

    public IReadOnlyList<QualifiedName> NeedsData { get; init; } = [];

    /// <summary>The object acts on all DDL of the database, so it comes after everything that is made in the last stage, too.</summary>
    public bool ActsOnAll { get; init; }

    /// <summary>The object waits for the rows of every table that needs what it needs, such as those with a column of a domain.</summary>
    public bool NeedsDataAbove { get; init; }

    /// <summary>The object comes after everything that needs what it is of, since the server would run it for constants in their
    /// definitions.</summary>
    public bool FollowsAllAbove { get; init; }

    /// <summary>The object reads the rows of every table that it needs, however indirectly;
    /// <see cref="NeedsData"/> is found out by the planner.</summary>
    public bool ReadsAllBelow { get; init; }

    public required IReadOnlyList<string> Statements { get; init; }

    /// <summary>The statements that give the new object to its owner, after <see cref="Statements"/> and in their transaction.</summary>
    public IReadOnlyList<string> Handover { get; init; } = [];

    /// <summary>A statement before the others that holds a secret.</summary>
    public SecretStatement? Secret { get; init; }

    public string? ExistsQuery { get; init; }

    /// <summary>The target has it, whatever its form.</summary>
    public bool IsInTarget { get; init; }

    /// <summary>See <see cref="SchemaObject.Later"/>.</summary>
    public int Later { get; init; }

    /// <summary>The object is made only when something else needs it.</summary>
    public bool OnlyIfNeeded { get; init; }

    /// <summary>The object is migrated when anything that it needs is in the plan: kinds that live in no schema.</summary>
    public bool FollowsNeeds { get; init; }
}
