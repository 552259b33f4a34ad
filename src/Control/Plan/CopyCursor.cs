namespace ActorMigrate.Control.Plan;

/// <summary>After which key a keyset copy goes on.</summary>
public sealed record CopyCursor(IReadOnlyList<string> AfterKey);
