namespace ActorMigrate.Coordinator.Preflight.Checks;

/// <summary>Standbys: a target takes writes, and a source replays changes that may end the snapshot.</summary>
internal static class Standbys
{
    public static IEnumerable<CheckFinding> Find(ServersSeen seen)
    {
        foreach (var finding in ServerRules.ReadOnlyTarget(seen.Target).Where(_ => seen.Target.IsInRecovery))
            yield return finding;
        if (seen.Source.IsInRecovery && !seen.SourceState.HasFeedback && seen.SourceState.StandbyDelay >= 0)
        {
            yield return CheckFinding.Warn(
                "source",
                "The source is a standby without hot_standby_feedback; it cancels queries that have read for longer than "
                    + $"max_standby_streaming_delay ({seen.SourceState.StandbyDelay / 1000} s) when the primary "
                    + "vacuums, and with it the snapshot.",
                "On the standby: ALTER SYSTEM SET hot_standby_feedback = on; or SET max_standby_streaming_delay = -1; "
                    + "then SELECT pg_reload_conf();");
        }
    }

    /// <summary>Finds unlogged tables of a standby: they hold no rows there, and cannot be read.</summary>
    public static IEnumerable<CheckFinding> Unlogged(SourceSeen source, ServersSeen seen)
    {
        if (seen.Source.IsInRecovery && source.Unlogged.Count > 0)
        {
            yield return CheckFinding.Fail(
                source.Unlogged,
                $"The source is a standby, and unlogged tables cannot be read on one: {Migration.NameList.Of(source.Unlogged)}.",
                "Migrate from the primary, or leave them out: --exclude-tables.");
        }
    }
}
