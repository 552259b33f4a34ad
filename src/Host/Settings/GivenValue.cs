namespace ActorMigrate.Host.Settings;

/// <summary>The value that one layer gives a setting, and its place there.</summary>
internal sealed record GivenValue(IReadOnlyList<string> Texts, string Origin);
