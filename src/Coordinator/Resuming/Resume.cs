using ActorMigrate.Control;
using ActorMigrate.Control.Migrations;
using ActorMigrate.Control.Nodes;
using ActorMigrate.Control.Status;
using ActorMigrate.Control.Tasks;
using ActorMigrate.Coordinator.Joining;
using ActorMigrate.Coordinator.Preflight;
using ActorMigrate.Migration;
using ActorMigrate.Migration.Directing;
using ActorMigrate.Migration.Failures;
using ActorMigrate.Migration.Options;
using ActorMigrate.Migration.Phases;
using ActorMigrate.Postgres.Facts;
using ActorMigrate.Postgres.Session;
using Npgsql;

namespace ActorMigrate.Coordinator.Resuming;

/*  Everything that can be refused is refused before the ledger is touched:

        look ──nothing left to do──▶ null
          │
          ▼
        checked: same tool, same source ──▶ its nodes gone ──▶ snapshot at hand, or none needed
          │
          ▼
        adopted (compare and set of the term: of several who resume at once, one succeeds), the former nodes' rows ended
          │
          ▼
        registered, what is not done opened again ──▶ the phase machine goes on
          │
          └──refused, or stopped by its user ──▶ given back: AdoptionTrial                                                  */

/// <summary>Makes a process the coordinator of a recorded migration that no living process coordinates.</summary>
public static class Resume
{
    /// <summary>Returns why there is nothing left to do in the target's migration, which has succeeded; null where there is. Throws
    /// <see cref="RefusedException"/> where the target holds no migration, or the success is that of another source.</summary>
    public static Task<string?> NothingToDoAsync(Database source, Database target, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(target);
        var name = target.Connection.Describe();
        return Refusal.ToldAsync(async () =>
        {
            var found = await BegunMigration.FindAsync(target, cancellationToken) ?? throw ResumeRules.NoMigration(name);
            if (ResumeRules.NothingToDo(found, name) is not { } nothing)
                return null;
            if (await IdentityAsync(source, cancellationToken) is { } identity)
                JoinRules.CheckSource(found, identity);
            return nothing;
        });
    }

    /// <summary>Returns the source's identity, or null where it does not answer: after success, it may have been shut down.</summary>
    private static async Task<string?> IdentityAsync(Database source, CancellationToken cancellationToken)
    {
        try
        {
            await using var session = await source.OpenAsync(SessionPurpose.Preflight, cancellationToken);
            return (await ServerFacts.ReadAsync(session, cancellationToken)).Identity;
        }
        catch (Exception away) when (away is NpgsqlException or IOException or RefusedException)
        {
            return null;
        }
    }

    /// <summary>Returns true when the target holds a recorded migration.</summary>
    public static Task<bool> HasMigrationAsync(Database target, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(target);
        return Refusal.ToldAsync(async () => await BegunMigration.FindAsync(target, cancellationToken) is not null);
    }

    /// <summary>Returns the id and the lease of the migration that is to be resumed. Throws
    /// <see cref="RefusedException"/> where there is none.</summary>
    public static Task<(MigrationId Migration, TimeSpan Lease)> FindMigrationAsync(NodeRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        return Refusal.ToldAsync(async () =>
        {
            var found = await FindAsync(request, cancellationToken);
            return (found.Id, found.Options.Shared.Lease);
        });
    }

    /// <summary>Takes over the recorded migration and returns the run to lead. Throws <see cref="RefusedException"/>, with nothing touched,
    /// where that is impossible.</summary>
    public static Task<RunRequest> AdoptAsync(NodeRequest request, LostSnapshot lost, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        return Refusal.ToldAsync(() => CheckAndAdoptAsync(request, lost, cancellationToken));
    }

    private static async Task<RunRequest> CheckAndAdoptAsync(NodeRequest request, LostSnapshot lost, CancellationToken cancellationToken)
    {
        request.OnStep("examine the recorded migration");
        var found = await FindAsync(request, cancellationToken);
        var seen = await JoinLook.FitAsync(request, found, cancellationToken);
        var node = ServerRules.CheckJoining(seen, request.Options);
        await using var session = new LedgerSession(request.Target, SessionPurpose.Control);
        var migration = await FormerNodes.WaitUntilGoneAsync(request, found, session, cancellationToken);
        var snapshot = await SnapshotAsync(request, lost, migration, session, cancellationToken);
        try
        {
            var fresh = snapshot is { Origin: SnapshotOrigin.New }
                ? await UnderNewSnapshot.CheckAsync(request, migration, snapshot, seen.Target.VersionNumber, session, cancellationToken)
                : null;
            request.OnStep("open the unfinished tasks again");
            var ledger = new AdoptionLedger(session, migration.Id);
            var adoption = await ledger.AdoptAsync(
                migration.Coordinator, migration.LastBeat, request.Node, reopen: true, cancellationToken)
                    ?? throw ResumeRules.Overtaken(migration);
            await using var trial = new AdoptionTrial(session, migration, adoption.Term, request.Time);
            await ledger.EndOthersAsync(adoption.Term, cancellationToken);
            node = await JoiningGate.RegisterAsync(request, seen, node, new NodeLedger(session, migration.Id), cancellationToken);
            trial.Opens();
            await OpenAgainAsync(migration, adoption.Term, snapshot, fresh, session, cancellationToken);
            var adopted = await AdoptedAsync(migration, adoption, node, snapshot, session, cancellationToken);
            trial.Passed();
            return RequestOf(request, migration, adopted);
        }
        catch when (snapshot is not null)
        {
            await snapshot.Held.DisposeAsync();
            throw;
        }
    }

    private static async Task<Adopted> AdoptedAsync(
        BegunMigration migration, Adoption adoption, NodeOptions node, ResumedSnapshot? snapshot, LedgerSession session,
        CancellationToken cancellationToken)
    {
        var ended = await ContinueAsync(migration, session, cancellationToken);
        return new Adopted
        {
            Term = adoption.Term, Phase = await PhaseAsync(migration, session, cancellationToken), Source = migration.Source,
            Target = migration.Target, Node = node, Ended = ended, Snapshot = snapshot?.Held,
            Times = migration.Times with { ResumedAt = adoption.ResumedAt },
        };
    }

    private static async Task<BegunMigration> FindAsync(NodeRequest request, CancellationToken cancellationToken)
    {
        var name = request.Target.Connection.Describe();
        var found = await BegunMigration.FindAsync(request.Target, cancellationToken) ?? throw ResumeRules.NoMigration(name);
        if (ResumeRules.NothingToDo(found, name) is { } why)
            throw new RefusedException(why, "Begin another one with actormigrate migrate, after actormigrate cleanup.");
        return found.TakenBack ? throw ResumeRules.TakenBack(found) : found;
    }

    /// <summary>Takes the snapshot for the rest of the run, or returns null when nothing of the source is left to read.</summary>
    private static async Task<ResumedSnapshot?> SnapshotAsync(
        NodeRequest request, LostSnapshot otherwise, BegunMigration migration, LedgerSession session, CancellationToken cancellationToken)
    {
        var outstanding = await new AdoptionLedger(session, migration.Id).OutstandingAsync(retriesFailed: true, cancellationToken);
        var lost = await new CrashLedger(session, migration.Id).LostAsync(cancellationToken);
        if (ResumeRules.NeedOf(outstanding, lost) == SnapshotNeed.None)
            return null;
        request.OnStep("take the snapshot and lock the source's tables");
        return await ResumedSnapshot.TakeAsync(request, otherwise, migration, cancellationToken)
            ?? throw ResumeRules.Lost(migration, request.Source.History.Timeline);
    }

    private static async Task OpenAgainAsync(
        BegunMigration migration, CoordinatorTerm term, ResumedSnapshot? snapshot, NewSnapshot? fresh, LedgerSession session,
        CancellationToken cancellationToken)
    {
        var adoption = new AdoptionLedger(session, migration.Id);
        await adoption.ReopenAsync(term, cancellationToken);
        var crashes = new CrashLedger(session, migration.Id);
        if (await crashes.HasCrashedAsync(cancellationToken))
            await crashes.CopyAgainAsync(term, cancellationToken);
        if (fresh is not null)
            await adoption.StartOverAsync(term, fresh, cancellationToken);
        if (snapshot?.Origin == SnapshotOrigin.SameRows)
            await new ResultLedger(session, migration.Id).AddAsync(SameRows, cancellationToken);
    }

    /// <summary>Ends a pause or stop that is in force, since the user wants the migration to go on, and returns it.</summary>
    private static async Task<RunDirective?> ContinueAsync(
        BegunMigration migration, LedgerSession session, CancellationToken cancellationToken)
    {
        var ledger = new DirectiveLedger(session, migration.Id);
        var steering = await ledger.ReadAsync(cancellationToken);
        if ((steering.Pause ?? steering.Stop) is not { } ended)
            return null;
        await ledger.AddAsync(new DirectiveDraft(DirectiveVerb.Continue), drained: null, cancellationToken);
        return ended;
    }

    private static async Task<Phase> PhaseAsync(BegunMigration migration, LedgerSession session, CancellationToken cancellationToken)
    {
        var outstanding = await new AdoptionLedger(session, migration.Id).OutstandingAsync(retriesFailed: true, cancellationToken);
        return ResumePoint.Of(migration.Phase, outstanding.Earliest, outstanding.CopiesPlanned);
    }

    private static Finding SameRows { get; } = new(
        "the snapshot",
        "Every session that held it had ended; a new one that sees the same rows took its place, because no transaction had written "
            + "to the source's cluster since.",
        null, null);

    private static RunRequest RequestOf(NodeRequest request, BegunMigration migration, Adopted adopted) => new()
    {
        Id = migration.Id,
        Coordinator = request.Node,
        NodeName = request.NodeName,
        Source = request.Source,
        Target = request.Target,
        Options = migration.Options with { Node = adopted.Node },
        ToolVersion = request.ToolVersion,
        Time = request.Time,
        Address = request.Address,
        WantsTimeline = request.WantsTimeline,
        Adopted = adopted,
    };
}
