namespace ActorMigrate.Coordinator.Preflight;

/// <summary>A check: its name, the facts that it needs, and what it finds in them. Pure.</summary>
internal sealed record Check(string Name, Func<Examined, bool> CanLook, Func<Examined, IEnumerable<CheckFinding>> Find)
{
    /// <summary>Returns a check of the two servers.</summary>
    public static Check OfServers(string name, Func<ServersSeen, Examined, IEnumerable<CheckFinding>> find) =>
        new(name, examined => examined.Servers is not null, examined => find(examined.Servers!, examined));

    /// <summary>Returns a check of the source's objects.</summary>
    public static Check OfSource(string name, Func<SourceSeen, Examined, IEnumerable<CheckFinding>> find) =>
        new(name, examined => examined.Source is not null, examined => find(examined.Source!, examined));

    /// <summary>Returns a check of what the target holds and what the plan makes there.</summary>
    public static Check OfTarget(string name, Func<TargetSeen, Examined, IEnumerable<CheckFinding>> find) =>
        new(name, examined => examined.Target is not null, examined => find(examined.Target!, examined));

    /// <summary>Returns its findings for <paramref name="examined"/>.</summary>
    public CheckResult Of(Examined examined)
    {
        var unread = examined.Unread.Where(failure => failure.Check == Name).Select(failure => failure.Finding).ToList();
        if (!CanLook(examined))
            return new CheckResult(Name, unread.Count > 0 ? CheckLevel.Fail : CheckLevel.NotChecked, unread);
        List<CheckFinding> found = [.. unread, .. Find(examined)];
        return new CheckResult(Name, found.Count == 0 ? CheckLevel.Pass : found.Max(finding => finding.Level), found);
    }
}
