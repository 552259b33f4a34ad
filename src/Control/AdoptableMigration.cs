using ActorMigrate.Migration;
using Npgsql;

namespace ActorMigrate.Control;

/// <summary>A migration as one must know it who would coordinate it from here on.</summary>
public sealed record AdoptableMigration
{
    /// <summary>The migration.</summary>
    public required MigrationId Id { get; init; }

    /// <summary>The version of the tool that began it.</summary>
    public required string ToolVersion { get; init; }

    /// <summary>The source and the target, for people.</summary>
    public required string Source { get; init; }

    /// <inheritdoc cref="Source"/>
    public required string Target { get; init; }

    /// <summary>Which database it copies.</summary>
    public required string SourceIdentity { get; init; }

    /// <summary>Its snapshot as text.</summary>
    public required string SourceSnapshot { get; init; }

    /// <summary>What it was asked to do.</summary>
    public required MigrationOptions Options { get; init; }

    /// <summary>The phase that was entered last.</summary>
    public required Phase Phase { get; init; }

    /// <summary>How it ended, or null.</summary>
    public required Outcome? Outcome { get; init; }

    /// <summary>Who coordinates it, or did so last.</summary>
    public required CoordinatorTerm Coordinator { get; init; }

    /// <summary>When the coordinator's heart beat last; null when it has left.</summary>
    public required DateTime? LastBeat { get; init; }

    /// <summary>The target's clock at the look.</summary>
    public required DateTime Now { get; init; }

    /// <summary>What it made is being dropped; it can only be begun anew.</summary>
    public required bool TakenBack { get; init; }

    /// <summary>The latest migration in the target; null where there is no ledger or an empty one. A ledger of another version is
    /// refused.</summary>
    public static async Task<AdoptableMigration?> FindAsync(NpgsqlConnection target, CancellationToken cancellationToken)
    {
        const string sql = """
            SELECT m.id, m.tool_version, m.source, m.target, m.source_identity, m.source_snapshot, m.options::text, m.phase_number, m.outcome,
                   m.coordinator, m.term, n.heartbeat_at, clock_timestamp(), m.taken_back
            FROM actormigrate.migration m
            LEFT JOIN actormigrate.node n ON n.id = m.coordinator AND n.left_at IS NULL
            ORDER BY m.started_at DESC
            LIMIT 1
            """;
        if (await ControlSchema.FindAsync(target, cancellationToken) is not { Id: not null })
            return null;
        await ControlSchema.RefuseOtherVersionAsync(target, cancellationToken);
        var found = await LedgerSession.ReadAsync(target, sql, Read, cancellationToken);
        return found.Count > 0 ? found[0] : null;
    }

    private static AdoptableMigration Read(NpgsqlDataReader row) => new()
    {
        Id = new MigrationId(row.GetGuid(0)),
        ToolVersion = row.GetString(1),
        Source = row.GetString(2),
        Target = row.GetString(3),
        SourceIdentity = row.GetString(4),
        SourceSnapshot = row.GetString(5),
        Options = PayloadJson.Read<MigrationOptions>(row.GetString(6)),
        Phase = (Phase)row.GetInt16(7),
        Outcome = row.IsDBNull(8) ? null : Enum.Parse<Outcome>(row.GetString(8)),
        Coordinator = new CoordinatorTerm(new NodeId(row.GetGuid(9)), row.GetInt64(10)),
        LastBeat = row.IsDBNull(11) ? null : row.GetDateTime(11),
        Now = row.GetDateTime(12),
        TakenBack = row.GetBoolean(13),
    };
}
