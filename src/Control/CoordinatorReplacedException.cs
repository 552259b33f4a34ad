using ActorMigrate.Migration;

namespace ActorMigrate.Control;

/// <summary>Another node coordinates the migration in a later term; this one must not write.</summary>
public sealed class CoordinatorReplacedException(MigrationId migration, long term)
    : Exception($"Migration {migration} has a coordinator of a later term than {term}.");
