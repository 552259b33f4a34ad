namespace ActorMigrate.Host.Settings;

/// <summary>The value that one layer gives a setting, and its place there.</summary>
internal sealed record GivenValue(IReadOnlyList<string> Texts, string Origin);

/// <summary>One place that settings come from. Upper layers hide lower ones.</summary>
internal interface ISettingLayer
{
    /// <summary>Returns the value given for <paramref name="setting"/>, or null where this layer says nothing of it.</summary>
    GivenValue? Find(Setting setting, Problems problems);

    /// <summary>Reports what is given and is not a setting.</summary>
    void ReportUnknown(Problems problems);
}

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
