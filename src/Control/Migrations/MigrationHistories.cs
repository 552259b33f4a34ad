using ActorMigrate.Postgres;
using Npgsql;

namespace ActorMigrate.Control.Migrations;

/// <summary>The source's timeline, the target's identity and the target's timeline; each is null where the server could not be
/// asked.</summary>
public sealed record MigrationHistories(int? SourceTimeline, string? TargetIdentity, int? TargetTimeline)
{
    internal static MigrationHistories Read(NpgsqlDataReader row, int from) => new(
        row.ValueOrNull<int>(from), row.TextOrNull(from + 1), row.ValueOrNull<int>(from + 2));
}
