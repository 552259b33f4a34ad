namespace ActorMigrate.Host.Settings;

/// <summary>A connection text as the user gave it. It may hold a password, so it prints as <c>***</c>.</summary>
public sealed class ConnectionText(string text)
{
    /// <summary>Returns the text itself, for the one place that connects.</summary>
    public string Reveal() => text;

    /// <inheritdoc />
    public override string ToString() => "***";
}
