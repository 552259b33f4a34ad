using ActorMigrate.Migration;

namespace ActorMigrate.Catalog.Scope;

/// <summary>An in-scope table before anything else is known of it: what has to be locked so that the rest can be read in peace.
/// A partitioned table has no rows of its own.</summary>
public sealed record ScopedTable(uint Oid, QualifiedName Name, bool HasRows);
