namespace ActorMigrate.Host.Settings;

/// <summary>The errors in the settings, gathered so that all of them are reported at once.</summary>
internal sealed class Problems
{
    private readonly List<string> _messages = [];

    public IReadOnlyList<string> Messages => _messages;

    public void Add(string message)
    {
        if (!_messages.Contains(message))
            _messages.Add(message);
    }
}
