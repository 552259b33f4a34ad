namespace ActorMigrate.Host.Inspection;

/// <summary>The rate of a migration at one moment.</summary>
/// <param name="Seconds">The moment, in seconds since the migration began.</param>
/// <param name="Bytes">Bytes a second.</param>
/// <param name="Rows">Rows a second.</param>
public sealed record RatePoint(double Seconds, double Bytes, double Rows);
