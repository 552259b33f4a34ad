using ActorMigrate.Control.Status;

namespace ActorMigrate.Host.Inspection;

/// <summary>A migration at one moment: its status, the totals that the status lacks, and its latest attempts without success.</summary>
public sealed record WatchedStatus(MigrationStatus Migration, DetailTotals Totals, IReadOnlyList<AttemptTrouble> Troubles);
