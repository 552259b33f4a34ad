namespace ActorMigrate.Host.Terminal;

/// <summary>Standard output takes nothing more, as on a full disk.</summary>
internal sealed class OutputException(Exception cause)
    : IOException($"Standard output cannot be written: {cause.Message.TrimEnd('.')}.", cause);
