namespace ActorMigrate.Host.Settings;

/// <summary>The view of progress while a run goes on.</summary>
public enum ProgressMode
{
    /// <summary>Live on a terminal, plain lines elsewhere.</summary>
    Auto,

    /// <summary>A view that is painted over again and again.</summary>
    Live,

    /// <summary>One line for each thing that happens.</summary>
    Plain,

    /// <summary>One JSON object a line, on standard output, for programs.</summary>
    Json,

    /// <summary>Not at all.</summary>
    None,
}
