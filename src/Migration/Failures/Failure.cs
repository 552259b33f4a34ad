namespace ActorMigrate.Migration.Failures;

/// <summary>A classified error: <paramref name="Message"/> names the object and the cause, <paramref name="Remedy"/> what to do next.
/// <paramref name="SqlState"/> is PostgreSQL's five-character code (manual, appendix A), or null
/// for an error that no server reported.</summary>
public sealed record Failure(FailureClass Class, string? SqlState, string Message, string? Remedy = null);
