using ActorMigrate.Control.Plan;
using ActorMigrate.Migration;
using ActorMigrate.Migration.Failures;
using ActorMigrate.Migration.Phases;
using ActorMigrate.Migration.Summary;
using ActorMigrate.Postgres;
using Npgsql;

namespace ActorMigrate.Control.Migrations;

/// <summary>A new migration as it is recorded, without any secret. <paramref name="SourceSnapshot"/> is the source's
/// <c>pg_current_snapshot()</c> as text.</summary>
public sealed record MigrationDraft(
    MigrationId Id,
    string ToolVersion,
    string Source,
    string Target,
    string SourceIdentity,
    string SourceSnapshot,
    string OptionsJson,
    NodeId Coordinator)
{
    /// <summary>The source's timeline, where it could be asked.</summary>
    public int? SourceTimeline { get; init; }

    /// <summary>The identity of the target's database.</summary>
    public string? TargetIdentity { get; init; }

    /// <summary>The target's timeline, where it could be asked.</summary>
    public int? TargetTimeline { get; init; }
}

/// <summary>The coordinator's part of the ledger. Every write repeats the term; one that hits no row means that another
/// coordinator has taken over, and throws <see cref="CoordinatorReplacedException"/>.</summary>
public sealed class MigrationLedger(LedgerSession session, MigrationId migration, NodeId coordinator, long term)
{
    private static readonly string EnterPhaseSql = SqlText.Load<MigrationLedger>("enter-phase.sql");

    private static readonly string LookSql = SqlText.Load<MigrationLedger>("look.sql");

    private const string TermHolds = "id = $1 AND coordinator = $2 AND term = $3";

    /// <summary>Records a new migration, with its coordinator in term 1 and its first phase entered <paramref name="ago"/>, the objects
    /// that the target holds already, and the row whose absence tells of a crash of the target's server.</summary>
    public static async Task RecordAsync(NpgsqlConnection target, MigrationDraft draft, TimeSpan ago, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(draft);
        const string sql = """
            WITH recorded AS (
                INSERT INTO actormigrate.migration
                    (id, control_version, tool_version, source, target, source_identity, source_snapshot, options, phase, phase_number,
                     coordinator, founder, started_at,
                     source_timeline, target_identity, target_timeline)
                VALUES ($1, $2, $3, $4, $5, $6, $7, $8::text::jsonb, $9, $10, $11, $11, clock_timestamp() - make_interval(secs => $12),
                        $13::int, $14::text, $15::int)
                RETURNING id, phase, phase_number, started_at
            ), witnessed AS (
                INSERT INTO actormigrate.crash_witness (migration) SELECT id FROM recorded
            ), existing AS (
                INSERT INTO actormigrate.preexisting (classid, objid)
                SELECT classid, objid FROM actormigrate.droppable ON CONFLICT DO NOTHING
            )
            INSERT INTO actormigrate.phase (migration, number, name, entered_at)
            SELECT id, phase_number, phase, started_at FROM recorded
            """;
        await using var command = LedgerSession.Command(
            target, sql, draft.Id.Value, ControlSchema.Version, draft.ToolVersion, draft.Source, draft.Target, draft.SourceIdentity,
            draft.SourceSnapshot, draft.OptionsJson, nameof(Phase.ExtractSourceSchema), (short)Phase.ExtractSourceSchema,
            draft.Coordinator.Value, ago.TotalSeconds,
            draft.SourceTimeline, draft.TargetIdentity, draft.TargetTimeline);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Enters <paramref name="phase"/>, for the first time or again, and leaves the one before; nodes may claim what opens with
    /// it. False, and nothing is entered, while a task that an earlier phase waits for is not settled: what was seen to be done before may
    /// be lost since, by a crash of the target's server. The commit is synchronous: what the phases
    /// before have done cannot be lost any more.</summary>
    public Task<bool> EnterPhaseAsync(Phase phase, CancellationToken cancellationToken) => EnterAsync(phase, phase - 1, cancellationToken);

    /// <summary>Makes sure that every task is settled and stays so: the commit is synchronous. False while one is not settled.</summary>
    public Task<bool> CloseAsync(CancellationToken cancellationToken) => EnterAsync(Phase.Summarize, Phase.Summarize, cancellationToken);

    private async Task<bool> EnterAsync(Phase phase, Phase settled, CancellationToken cancellationToken)
    {
        var hit = await session.QueryAsync(
            EnterPhaseSql, row => row.GetBoolean(0), cancellationToken,
            migration.Value, coordinator.Value, term, phase.ToString(), (short)phase, (short)settled);
        return hit.Count > 0 ? hit[0] : throw new CoordinatorReplacedException(migration, term);
    }

    /// <summary>Ends the migration: nothing can be claimed any more. Its commit is synchronous, so that it and every commit before it,
    /// which was not, are on disk when this returns.</summary>
    public Task EndAsync(Outcome outcome, CancellationToken cancellationToken) =>
        WriteAsync(
            $"""
            WITH ended AS (
                UPDATE actormigrate.migration SET outcome = $4, finished_at = clock_timestamp() WHERE {TermHolds} RETURNING id
            ), left_before AS (
                UPDATE actormigrate.phase p SET left_at = clock_timestamp()
                FROM ended WHERE p.migration = ended.id AND p.left_at IS NULL
            ), released AS (
                UPDATE actormigrate.snapshot s SET released_at = clock_timestamp()
                FROM ended WHERE s.migration = ended.id AND s.released_at IS NULL
            ), coordinator_left AS (
                UPDATE actormigrate.node n SET left_at = clock_timestamp()
                FROM ended WHERE n.migration = ended.id AND n.id = $2 AND n.left_at IS NULL
            )
            SELECT id, set_config('synchronous_commit', 'on', true) FROM ended
            """,
            cancellationToken, outcome.ToString());

    /// <summary>Looks at the ledger while <paramref name="phase"/> waits for its tasks. An object that could not be made is fatal where
    /// <paramref name="objectsEndRun"/> says so.</summary>
    public async Task<LedgerLook> LookAsync(Phase phase, bool objectsEndRun, CancellationToken cancellationToken)
    {
        var found = await session.QueryAsync(
            LookSql,
            row => new LedgerLook(
                (Phase)row.GetInt16(0), row.GetBoolean(1), row.GetBoolean(2), row.GetBoolean(3),
                row.IsDBNull(5) ? null : new Failure(FailureClass.Fatal, row.TextOrNull(4), row.GetString(5), row.TextOrNull(6))),
            cancellationToken, migration.Value, coordinator.Value, term, (short)phase, objectsEndRun);
        return found.Count > 0 ? found[0] : throw new CoordinatorReplacedException(migration, term);
    }

    /// <summary>Records that the target goes on with a later timeline, and says so in a finding.
    /// False when that is known already.</summary>
    public async Task<bool> NoteTimelineAsync(int timeline, CancellationToken cancellationToken) =>
        (await session.QueryAsync(
            $"""
            WITH before AS (
                SELECT id, target_timeline FROM actormigrate.migration WHERE {TermHolds} AND target_timeline < $4 FOR UPDATE
            ), noted AS (
                UPDATE actormigrate.migration m SET target_timeline = $4 FROM before WHERE m.id = before.id
            )
            INSERT INTO actormigrate.finding (migration, kind, object, message)
            SELECT id, $5, 'the target', format(
                'A standby of it was promoted: timeline %s goes on from timeline %s. What the standby had not received is done again.',
                $4::int, target_timeline)
            FROM before
            RETURNING id
            """,
            row => row.GetInt64(0), cancellationToken, migration.Value, coordinator.Value, term, timeline, FindingKinds.Run)).Count > 0;

    /// <summary>Returns the phases entered so far, in order, with their seconds by the target's clock.</summary>
    public Task<IReadOnlyList<PhaseSummary>> PhasesAsync(CancellationToken cancellationToken) =>
        session.QueryAsync(
            """
            SELECT name, extract(epoch FROM spent + (coalesce(left_at, clock_timestamp()) - entered_at))::float8
            FROM actormigrate.phase WHERE migration = $1 ORDER BY number
            """,
            row => new PhaseSummary(Enum.Parse<Phase>(row.GetString(0)), row.GetDouble(1)),
            cancellationToken, migration.Value);

    private async Task WriteAsync(string sql, CancellationToken cancellationToken, params object?[] values)
    {
        var hit = await session.QueryAsync(
            sql, row => row.GetGuid(0), cancellationToken, [migration.Value, coordinator.Value, term, .. values]);
        if (hit.Count == 0)
            throw new CoordinatorReplacedException(migration, term);
    }
}
