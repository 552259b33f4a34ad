namespace ActorMigrate.Control.Status;

/// <summary>The tables in all; bytes and rows are what was committed.</summary>
public sealed record TableTotals(long Total, long Copied, long Failed, long Rows, long Bytes, long EstimatedBytes);
