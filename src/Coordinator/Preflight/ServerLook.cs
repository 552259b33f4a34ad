using ActorMigrate.Control;
using ActorMigrate.Migration;
using ActorMigrate.Migration.Phases;
using ActorMigrate.Postgres.Facts;
using ActorMigrate.Postgres.Session;
using Npgsql;

namespace ActorMigrate.Coordinator.Preflight;

/// <summary>Looks at both servers, and only looks.</summary>
internal static class ServerLook
{
    /// <summary>Returns what both servers show, and where <paramref name="forLedger"/> is true, the ledger that the target holds
    /// already. <paramref name="whenProbed"/> is called as soon as other sessions may be opened meanwhile.</summary>
    public static async Task<ServersSeen> SeeAsync(
        Database source, Database target, bool forLedger, CancellationToken cancellationToken, Action? whenProbed = null)
    {
        // The source's failure is reported before the target's.
        await using var ofSource = new SessionOpening(source.OpenAsync(SessionPurpose.Preflight, cancellationToken));
        await using var ofTarget = new SessionOpening(target.OpenAsync(SessionPurpose.Preflight, cancellationToken));
        await using var besideSource = new SessionOpening(source.OpenAsync(SessionPurpose.Preflight, cancellationToken));
        await using var besideTarget = new SessionOpening(target.OpenAsync(SessionPurpose.Preflight, cancellationToken));
        var (fromSource, fromTarget) = (await ofSource.Session, await ofTarget.Session);
        var (sourceFacts, targetFacts) = await BothAsync(
            FactsOfSourceAsync(fromSource, cancellationToken), ServerFacts.ReadAsync(fromTarget, cancellationToken));
        var same = await SameDatabase.CheckAsync(fromSource, sourceFacts, fromTarget, targetFacts, cancellationToken);
        // A probe sees who gets the backend that was used last: no other session of its side may be at work meanwhile.
        var poolers = await BothAsync(
            PoolerProbe.ProbeAsync(fromSource, await besideSource.Session, cancellationToken),
            PoolerProbe.ProbeAsync(fromTarget, await besideTarget.Session, cancellationToken));
        whenProbed?.Invoke();
        var (sourceState, targetState) = await BothAsync(
            StateAsync(source, fromSource, await besideSource.Session, cancellationToken),
            StateAsync(target, fromTarget, await besideTarget.Session, cancellationToken));
        return new ServersSeen(sourceFacts, targetFacts, same, poolers.Source, poolers.Target)
        {
            SourceState = sourceState,
            TargetState = targetState,
            IsDistant = Distance.IsFar(source) || Distance.IsFar(target),
            EarlierRun = forLedger ? await EarlierRunAsync(fromTarget, cancellationToken) : null,
        };
    }

    private static async Task<ServerFacts> FactsOfSourceAsync(NpgsqlConnection fromSource, CancellationToken cancellationToken)
    {
        await ClosedFunctions.RefuseAsync(fromSource, cancellationToken);
        return await ServerFacts.ReadAsync(fromSource, cancellationToken);
    }

    // The source's failure is reported before the target's.
    private static async Task<(T Source, T Target)> BothAsync<T>(Task<T> source, Task<T> target)
    {
        await Task.WhenAll(source, target);
        return (await source, await target);
    }

    private static async Task<ServerState> StateAsync(
        Database database, NpgsqlConnection session, NpgsqlConnection beside, CancellationToken cancellationToken)
    {
        await Distance.MeasureAsync(database, beside, cancellationToken);
        return await ServerState.ReadAsync(session, Distance.IsThisMachine(database), cancellationToken);
    }

    /// <summary>Returns the ledger that the target holds already, or null.</summary>
    private static async Task<CheckFinding?> EarlierRunAsync(NpgsqlConnection fromTarget, CancellationToken cancellationToken)
    {
        if (await ControlSchema.FindAsync(fromTarget, cancellationToken) is not { } earlier)
            return null;
        var what = earlier is { Id: { } id, Phase: { } phase }
            ? $"The target holds the ledger of migration {id}, begun at {earlier.StartedAt}, "
                + $"{Course(earlier.Outcome, PhaseNames.Words(phase))}."
            : $"The target has a schema named {ControlSchema.Name} that holds no migration.";
        return CheckFinding.Fail($"schema {ControlSchema.Name}", what, Remedy(earlier));
    }

    private static string Course(string? outcome, string phase) => outcome switch
    {
        null => $"in phase {phase}",
        nameof(Outcome.Succeeded) => "which has succeeded",
        _ => $"which ended in phase {phase}: {outcome}",
    };

    private static string Remedy(EarlierRun earlier) => earlier switch
    {
        { Id: null } => $"Rename it, or drop it if nobody needs it: DROP SCHEMA {ControlSchema.Name} CASCADE;",
        { Outcome: nameof(Outcome.Succeeded) } => "Remove it with actormigrate cleanup, which keeps what was migrated.",
        _ => "Look at it with actormigrate status, and go on with actormigrate resume. If its ledger is not needed any more, remove it "
            + "with actormigrate cleanup.",
    };
}
