namespace ActorMigrate.Migration.Summary;

/// <summary>One column of a row that differs. Both values are null where values are left out; a value that is NULL is null, too.</summary>
/// <param name="Name">The column.</param>
/// <param name="Source">The beginning of the value's text in the source.</param>
/// <param name="Target">The beginning of the value's text in the target.</param>
public sealed record ColumnValues(string Name, string? Source, string? Target);
