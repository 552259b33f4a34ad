namespace ActorMigrate.Coordinator.Preflight;

/// <summary>A check by its name, the worst that it found, and all that it found.</summary>
public sealed record CheckResult(string Name, CheckLevel Level, IReadOnlyList<CheckFinding> Findings);

/// <summary>The results of all checks of two databases, in their order.</summary>
public sealed record CheckReport(string Source, string Target, IReadOnlyList<CheckResult> Checks)
{
    /// <summary>A migration would be refused.</summary>
    public bool Fails => Checks.Any(check => check.Level == CheckLevel.Fail);

    /// <summary>All that was found, in the order of the checks.</summary>
    public IEnumerable<CheckFinding> Findings => Checks.SelectMany(check => check.Findings);
}
