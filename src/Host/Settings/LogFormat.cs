namespace ActorMigrate.Host.Settings;

/// <summary>The format of log messages and of everything else on standard error.</summary>
public enum LogFormat
{
    /// <summary>Lines for people.</summary>
    Text,

    /// <summary>One JSON object a line, for programs.</summary>
    Json,
}
