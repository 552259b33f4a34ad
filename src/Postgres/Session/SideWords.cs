namespace ActorMigrate.Postgres.Session;

/// <summary>Sides as messages name them.</summary>
public static class SideWords
{
    /// <summary>Returns <c>source</c> or <c>target</c>.</summary>
    public static string Of(Side side) => side == Side.Source ? "source" : "target";
}
