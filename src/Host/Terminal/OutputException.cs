namespace ActorMigrate.Host.Terminal;

/// <summary>Standard output takes nothing more, as on a full disk.</summary>
internal sealed class OutputException(Exception cause) : IOException($"Standard output cannot be written: {Reason(cause)}.", cause)
{
    // A descriptor that is closed is told as a lack of access.
    private static string Reason(Exception cause) => cause is IOException ? cause.Message.TrimEnd('.') : "it is closed";
}
