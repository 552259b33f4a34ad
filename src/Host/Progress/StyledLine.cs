namespace ActorMigrate.Host.Progress;

/// <summary>What a line is, and so how it looks.</summary>
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
