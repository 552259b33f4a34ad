using ActorMigrate.Migration;
using ActorMigrate.Migration.Failures;
using ActorMigrate.Postgres.Session;

namespace ActorMigrate.Coordinator.Preflight;

/// <summary>Lets a migration pass the checks, or refuses it with all that fails at once.</summary>
internal static class PreflightGate
{
    /// <summary>Runs <paramref name="checks"/>, and returns the warnings that the user should read. Throws
    /// <see cref="CheckFailureException"/> where some fail.</summary>
    public static IEnumerable<string> Pass(IReadOnlyList<Check> checks, Examined examined)
    {
        var found = checks.SelectMany(check => check.Of(examined).Findings).ToList();
        CheckFinding[] fails = [.. found.Where(finding => finding.Level == CheckLevel.Fail)];
        if (fails.Length > 0)
            throw new CheckFailureException(fails);
        return found.Where(finding => !finding.IsToldByRun).Select(warning => $"{warning.Cause} {warning.Remedy}");
    }

    /// <summary>Returns the findings for which <paramref name="cause"/> refuses a migration, or null
    /// where it is no refusal, or one of usage.</summary>
    public static IReadOnlyList<CheckFinding>? FailsOf(Exception cause) => cause is CheckFailureException failed
        ? failed.Fails
        : Refusal.Of(cause) is RefusedException { Outcome: Outcome.Refused } refused
            ? [CheckFinding.Fail("", refused.Message, refused.Remedy)]
            : null;

    /// <summary>Returns the refusal for <paramref name="cause"/> and for everything else that a look at both databases finds: who mends
    /// one cause is not to meet the next one in the next run.</summary>
    public static async Task<RefusedException> RefusalAsync(Exception cause, RunRequest request, CancellationToken cancellationToken)
    {
        var known = FailsOf(await LockBlockers.ExplainAsync(cause, [request.Source, request.Target], cancellationToken)) ?? [];
        var report = await Examination.RunAsync(new ExaminationRequest(request.Source, request.Target, request.Options), cancellationToken);
        var others = report.Findings.Where(finding => finding.Level == CheckLevel.Fail && !known.Any(one => IsSame(one, finding)));
        return Refusal.Of([.. known, .. others]);
    }

    // Numbers in the message may have changed since, and the cause that kept the migration from reading keeps the checks from it, too.
    private static bool IsSame(CheckFinding one, CheckFinding other) => one.Cause == other.Cause
        || (one.Object.Length > 0
            ? one.Object == other.Object
            : other.Object is PreflightChecks.Connecting or PreflightChecks.Scope or PreflightChecks.Names);
}

/// <summary>Checks have failed; all that they found is in <see cref="Fails"/>.</summary>
internal sealed class CheckFailureException(IReadOnlyList<CheckFinding> fails) : Exception("Checks have failed.")
{
    public IReadOnlyList<CheckFinding> Fails { get; } = fails;

    /// <summary>The check that shows them where they kept the target from being looked at.</summary>
    public string Check { get; init; } = PreflightChecks.TargetPrivileges;
}
