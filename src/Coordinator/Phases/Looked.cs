using ActorMigrate.Catalog;
using ActorMigrate.Catalog.Inspection;
using ActorMigrate.Control.Plan;
using ActorMigrate.Coordinator.Planning;
using ActorMigrate.Coordinator.Preflight;
using ActorMigrate.Migration.Options;

namespace ActorMigrate.Coordinator.Phases;

/// <summary>Both servers as a <see cref="MigrationLook"/> found them, and the plan that follows from them.</summary>
/// <param name="Seen">The facts about the servers.</param>
/// <param name="Node">The node's options, fitted to the connections that are free.</param>
/// <param name="Read">The source's catalogs.</param>
/// <param name="Plan">The plan of all objects; copies are planned later.</param>
/// <param name="Found">The objects that the target holds already.</param>
/// <param name="Notices">Sentences that the user should read.</param>
internal sealed record Looked(
    ServersSeen Seen, NodeOptions Node, SourceRead Read, PlanDraft Plan, TargetInspection Found, IReadOnlyList<string> Notices)
{
    /// <summary>Returns the plan in the form in which it is reviewed.</summary>
    public ReviewedPlan ReviewOf(Run run) => ReviewedPlan.Of(run, (Seen.Source, Seen.Target), Read.Catalog, Found);
}

/// <summary>The catalogs as read under the snapshot, and <c>pg_current_snapshot()</c> there.</summary>
internal sealed record SourceRead(DatabaseCatalog Catalog, string Snapshot);
