using ActorMigrate.Postgres;
using Npgsql;

namespace ActorMigrate.Control.Migrations;

/// <summary>The source's timeline, the target's identity and the target's timeline; each is null where the server could not be
/// asked.</summary>
public sealed record MigrationHistories(int? SourceTimeline, string? TargetIdentity, int? TargetTimeline)
{
    internal static MigrationHistories Read(NpgsqlDataReader row, int from) => new(
        Number(row, from), row.TextOrNull(from + 1), Number(row, from + 2));

    private static int? Number(NpgsqlDataReader row, int column) => row.ValueOrNull<int>(column);
}
