namespace ActorMigrate.Host.Progress;

/// <summary>The role of a line, which decides on its style.</summary>
internal enum LineStyle
{
    Plain,
    Strong,
    Dim,
    Good,
    Active,
    Warning,
    Error,
}

/// <summary>One line of a terminal, without control characters.</summary>
internal readonly record struct StyledLine(string Text, LineStyle Style);
