using ActorMigrate.Control;
using ActorMigrate.Control.Migrations;
using ActorMigrate.Control.Nodes;
using ActorMigrate.Coordinator.Preflight;
using ActorMigrate.Migration;
using ActorMigrate.Migration.Directing;
using ActorMigrate.Migration.Failures;
using ActorMigrate.Postgres.Session;

namespace ActorMigrate.Coordinator.Directing;

/// <summary>Gives directives to a running migration, from any machine that reaches the target.</summary>
public static class Direct
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(200);

    /// <summary>Writes <paramref name="draft"/> to the ledger and waits for a while until the coordinator has acted on it. Throws
    /// <see cref="RefusedException"/> where no migration runs into the target, or no node of it can carry the directive out.</summary>
    public static Task<DirectiveGiven> GiveAsync(Database target, DirectiveDraft draft, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(draft);
        return Refusal.ToldAsync(() => CheckAndGiveAsync(target, draft, cancellationToken));
    }

    private static async Task<DirectiveGiven> CheckAndGiveAsync(Database target, DirectiveDraft draft, CancellationToken cancellationToken)
    {
        var name = target.Connection.Describe();
        var found = await BegunMigration.FindAsync(target, cancellationToken) ?? throw new RefusedException(
            $"No migration runs into {name}: none was begun, it is still reading the source, or it has succeeded and its ledger is gone.",
            "Give the --target of the running migration, or begin one with actormigrate migrate.");
        await using var session = new LedgerSession(target, SessionPurpose.Control);
        var ledger = new DirectiveLedger(session, found.Id);
        var (living, outcome) = await ledger.LookAsync(cancellationToken);
        if (outcome is not null)
            throw Over(name, outcome);
        var node = DirectiveRules.Check(draft, living, await ledger.ReadAsync(cancellationToken));
        var given = await ledger.AddAsync(draft, draft.Verb == DirectiveVerb.Drain ? node!.Id : null, cancellationToken)
            ?? throw Over(name, "a moment ago");
        return new DirectiveGiven(
            node is null ? [.. living.Select(one => one.Name)] : [node.Name], await IsTakenAsync(ledger, given, cancellationToken));
    }

    private static RefusedException Over(string target, string outcome) => new(
        $"The migration in {target} has ended: {outcome}.",
        "Go on with actormigrate resume, or remove its ledger with actormigrate cleanup.");

    /// <summary>Waits until the directive is taken. A ledger that is gone is that of a migration which has succeeded meanwhile.</summary>
    private static async Task<bool> IsTakenAsync(DirectiveLedger ledger, long given, CancellationToken cancellationToken)
    {
        for (var waited = TimeSpan.Zero; waited < Timeouts.Directive; waited += LookEvery)
        {
            if (await ledger.IsTakenAsync(given, cancellationToken) is not false)
                return true;
            await Task.Delay(LookEvery, cancellationToken);
        }

        return false;
    }
}

/// <summary>A directive in the ledger. <paramref name="Nodes"/> are the nodes that it concerns; <paramref name="IsTaken"/>: a
/// coordinator has acted on it, or the migration is over since.</summary>
public sealed record DirectiveGiven(IReadOnlyList<string> Nodes, bool IsTaken);
