using ActorMigrate.Control;
using ActorMigrate.Control.Migrations;
using ActorMigrate.Migration;

namespace ActorMigrate.Coordinator.Resuming;

/// <summary>The time in which a migration is adopted and nobody leads it yet. Unless it has <see cref="Passed"/>, disposing gives the
/// migration back, so that the ledger says that it has ended and does not name a node that is gone: with its former outcome while nothing
/// was opened again, and as stopped after that. A ledger that does not answer keeps the migration as one that has not ended and that no
/// node leads, which <c>resume</c> goes on with, too.</summary>
internal sealed class AdoptionTrial(LedgerSession session, BegunMigration migration, CoordinatorTerm term, TimeProvider time)
    : IAsyncDisposable
{
    private bool opens;
    private bool passed;

    /// <summary>Notes that tasks are opened again from here on.</summary>
    public void Opens() => opens = true;

    /// <summary>Notes that this process leads the migration, which is not given back any more.</summary>
    public void Passed() => passed = true;

    public async ValueTask DisposeAsync()
    {
        if (passed)
            return;
        using var deadline = new CancellationTokenSource(Timeouts.NodeEnd, time);
        var outcome = opens ? Outcome.Stopped : migration.Outcome ?? Outcome.Stopped;
        await new MigrationLedger(session, migration.Id, term.Coordinator, term.Term).EndAsync(outcome, deadline.Token)
            .WaitAsync(deadline.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
