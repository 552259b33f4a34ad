using ActorMigrate.Migration.Planning;

namespace ActorMigrate.Transfer.Copy;

/// <summary>Tells which rows a copy reads.</summary>
public static class CopiedRows
{
    private const string Where = " WHERE ";

    /// <summary>Returns the SQL condition that the copy's query has, or null where it reads every row.</summary>
    public static string? Condition(RowPredicate predicate)
    {
        var clause = CopyStatement.Where(predicate);
        return clause.Length == 0 ? null : clause[Where.Length..];
    }
}
