namespace ActorMigrate.Catalog.Drafts;

/// <summary>The times at which triggers and rules fire, as <c>tgenabled</c>, <c>ev_enabled</c> and <c>evtenabled</c> say it.</summary>
internal static class FiringMode
{
    /// <summary>Returns the words of ALTER for <paramref name="enabled"/>.</summary>
    public static string Words(char enabled) => enabled switch
    {
        'D' => "DISABLE",
        'A' => "ENABLE ALWAYS",
        'R' => "ENABLE REPLICA",
        _ => "ENABLE",
    };
}
