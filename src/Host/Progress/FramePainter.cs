using System.Text;
using ActorMigrate.Host.Wording;

namespace ActorMigrate.Host.Progress;

/// <summary>Paints a block of lines over the one it painted before, in a single write so that nothing flickers.
/// While it paints, the terminal does not wrap: a line that is too long is cut, however narrow the window has become.</summary>
/// <param name="output">The terminal.</param>
/// <param name="size">Its size at the moment.</param>
/// <param name="colors">Lines have colours.</param>
/// <param name="reflows">A terminal that becomes narrower breaks the lines that it shows.</param>
internal sealed class FramePainter(TextWriter output, Func<(int Width, int Height)> size, bool colors, bool reflows)
{
    /// <summary>Brings back what the painter hides; safe to write at any time, also from a signal handler.</summary>
    public const string Restore = "\e[?7h\e[?25h";

    private const string HideCursor = "\e[?25l";
    private const string NoWrap = "\e[?7l";
    private const string Wrap = "\e[?7h";
    private const string EraseToEndOfLine = "\e[K";
    private const string EraseBelow = "\e[J";

    // The columns of each line of the block.
    private int[] _painted = [];

    public int Width => size().Width;

    public int Height => size().Height;

    /// <summary>Writes <paramref name="above"/> for good, and <paramref name="frame"/> below it until the next call.</summary>
    public void Paint(IReadOnlyList<StyledLine> above, IReadOnlyList<StyledLine> frame)
    {
        var text = new StringBuilder(HideCursor).Append('\r');
        var width = Width;
        if (_painted.Sum(columns => RowsOf(columns, width)) is > 0 and var rows)
            text.Append("\e[").Append(rows).Append('A');
        // A line that stays is allowed to wrap: it is a message that must be read whole.
        foreach (var line in above)
            text.Append(Styled(line)).Append(EraseToEndOfLine).Append('\n');
        text.Append(NoWrap);
        foreach (var line in frame)
            text.Append(Styled(line)).Append(EraseToEndOfLine).Append('\n');
        text.Append(EraseBelow).Append(Wrap);
        _painted = [.. frame.Select(line => Math.Min(TerminalColumns.Of(line.Text), width))];
        output.Write(text.ToString());
        output.Flush();
    }

    /// <summary>Gives the terminal back.</summary>
    public void End()
    {
        output.Write(Restore);
        output.Flush();
    }

    /// <summary>Returns the rows that a painted line takes in a terminal that may have become narrower since.</summary>
    private int RowsOf(int columns, int width) => reflows ? Math.Max(1, (columns + width - 1) / width) : 1;

    private string Styled(StyledLine line)
    {
        if (!colors || StyleOf(line.Style) is not { } style)
            return line.Text;
        return $"\e[{style}m{line.Text}\e[0m";
    }

    private static string? StyleOf(LineStyle style) => style switch
    {
        LineStyle.Strong => "1",
        LineStyle.Dim => "2",
        LineStyle.Good => "32",
        LineStyle.Active => "36",
        LineStyle.Warning => "33",
        LineStyle.Error => "31",
        _ => null,
    };
}
