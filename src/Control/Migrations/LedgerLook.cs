using ActorMigrate.Migration.Failures;
using ActorMigrate.Migration.Phases;

namespace ActorMigrate.Control.Migrations;

/// <summary>The ledger at one moment, as the coordinator sees it while it waits for a phase's tasks.</summary>
/// <param name="Recorded">The phase that was entered last. A standby that was promoted may know of none of the latest.</param>
/// <param name="HasCrashed">The target's server has crashed since the witness of crashes was written.</param>
/// <param name="IsOutstanding">The phase waits for tasks that are not settled.</param>
/// <param name="IsStuck">It waits in vain: no task is running, and none can begin.</param>
/// <param name="Fatal">The failure that ends the run, or null.</param>
public sealed record LedgerLook(Phase Recorded, bool HasCrashed, bool IsOutstanding, bool IsStuck, Failure? Fatal);
