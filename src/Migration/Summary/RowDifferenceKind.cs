namespace ActorMigrate.Migration.Summary;

/// <summary>The difference of one row between source and target.</summary>
public enum RowDifferenceKind
{
    /// <summary>The source has the row, the target has not.</summary>
    Missing,

    /// <summary>The target has the row, the source has not.</summary>
    Extra,

    /// <summary>Both sides have a row of this key, with different values.</summary>
    Changed,
}
