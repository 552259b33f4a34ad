using ActorMigrate.Control.Plan;
using ActorMigrate.Migration;
using ActorMigrate.Migration.Failures;
using ActorMigrate.Migration.Options;
using ActorMigrate.Migration.Phases;
using ActorMigrate.Postgres;
using ActorMigrate.Postgres.Session;
using Npgsql;

namespace ActorMigrate.Control.Migrations;

/// <summary>The start of a migration, and that of the phase that it is in, or null where it is in none.</summary>
public sealed record MigrationTimes(DateTime BegunAt, DateTime? PhaseEnteredAt)
{
    /// <summary>The time at which the migration was last resumed after an end; null when it never was.</summary>
    public DateTime? ResumedAt { get; init; }

    /// <summary>The start of the run: of the migration, or of its last resumption after an end.</summary>
    public DateTime RunBegunAt => ResumedAt ?? BegunAt;

    /// <summary>The start of the phase within the run.</summary>
    public DateTime? PhaseFoundAt => PhaseEnteredAt < ResumedAt ? ResumedAt : PhaseEnteredAt;
}

/// <summary>The recorded migration of a target's ledger: the facts that a node needs to join or coordinate it.</summary>
public sealed record BegunMigration
{
    private static readonly string Sql = SqlText.Load<BegunMigration>("begun-migration.sql");

    /// <summary>The migration.</summary>
    public required MigrationId Id { get; init; }

    /// <summary>The version of the tool that began it.</summary>
    public required string ToolVersion { get; init; }

    /// <summary>The source and the target, for people.</summary>
    public required string Source { get; init; }

    /// <inheritdoc cref="Source"/>
    public required string Target { get; init; }

    /// <summary>The database that the migration copies.</summary>
    public required string SourceIdentity { get; init; }

    /// <summary>Its snapshot as text.</summary>
    public required string SourceSnapshot { get; init; }

    /// <summary>A holder of its snapshot was written down, and everything that could refuse the migration is behind it.</summary>
    public required bool HasSnapshot { get; init; }

    /// <summary>The options that the migration was begun with.</summary>
    public required MigrationOptions Options { get; init; }

    /// <summary>The phase that was entered last.</summary>
    public required Phase Phase { get; init; }

    /// <summary>The outcome, or null.</summary>
    public required Outcome? Outcome { get; init; }

    /// <summary>The term of the present or last coordinator.</summary>
    public required CoordinatorTerm Coordinator { get; init; }

    /// <summary>The coordinator's last heartbeat; null when it has left.</summary>
    public required DateTime? LastBeat { get; init; }

    /// <summary>The target's clock at the look.</summary>
    public required DateTime Now { get; init; }

    /// <summary>Everything that the migration made is being dropped; it can only be begun anew.</summary>
    public required bool TakenBack { get; init; }

    /// <summary>The times at which it was begun and its phase entered, by the target's clock.</summary>
    public required MigrationTimes Times { get; init; }

    /// <summary>The histories of both servers.</summary>
    public required MigrationHistories Histories { get; init; }

    /// <summary>Returns the latest migration in the target; null where there is no ledger or an empty one. A ledger of another version is
    /// refused with <see cref="RefusedException"/>.</summary>
    public static async Task<BegunMigration?> FindAsync(Database target, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(target);
        await using var session = await target.OpenAsync(SessionPurpose.Preflight, cancellationToken);
        return await FindAsync(session, cancellationToken);
    }

    /// <inheritdoc cref="FindAsync(Database, CancellationToken)"/>
    public static async Task<BegunMigration?> FindAsync(NpgsqlConnection target, CancellationToken cancellationToken)
    {
        try
        {
            await ControlSchema.RefuseOtherVersionAsync(target, cancellationToken);
            var found = await LedgerSession.ReadAsync(target, Sql, Read, cancellationToken);
            return found.Count > 0 ? found[0] : null;
        }
        catch (PostgresException none) when (ControlSchema.IsMissing(none))
        {
            return null;
        }
    }

    private static BegunMigration Read(NpgsqlDataReader row) => new()
    {
        Id = new MigrationId(row.GetGuid(0)),
        ToolVersion = row.GetString(1),
        Source = row.GetString(2),
        Target = row.GetString(3),
        SourceIdentity = row.GetString(4),
        SourceSnapshot = row.GetString(5),
        HasSnapshot = row.GetBoolean(6),
        Options = PayloadJson.Read<MigrationOptions>(row.GetString(7)),
        Phase = (Phase)row.GetInt16(8),
        Outcome = row.IsDBNull(9) ? null : Enum.Parse<Outcome>(row.GetString(9)),
        Coordinator = new CoordinatorTerm(new NodeId(row.GetGuid(10)), row.GetInt64(11)),
        LastBeat = row.ValueOrNull<DateTime>(12),
        Now = row.GetDateTime(13),
        TakenBack = row.GetBoolean(14),
        Histories = MigrationHistories.Read(row, 15),
        Times = new MigrationTimes(row.GetDateTime(18), row.ValueOrNull<DateTime>(19)) { ResumedAt = row.ValueOrNull<DateTime>(20) },
    };
}
