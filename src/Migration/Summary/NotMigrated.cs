namespace ActorMigrate.Migration.Summary;

/// <summary>An object that exists in the source and was not carried over, and why. <paramref name="Asked"/>: the options leave it out, or
/// what it cannot exist without; that is no failure.</summary>
public sealed record NotMigrated(string Kind, string Name, string Reason, bool Asked = false);
