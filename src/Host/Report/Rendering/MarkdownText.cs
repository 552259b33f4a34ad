using System.Text;
using ActorMigrate.Host.Wording;

namespace ActorMigrate.Host.Report.Rendering;

/// <summary>Writes Markdown in which names and messages from databases are plain text: neither
/// marks nor HTML of theirs have an effect.</summary>
internal sealed class MarkdownText
{
    private const string Marks = @"\`*_[]|~$";
    private const string MarksOfLines = "#+-=.)";

    private readonly StringBuilder _text = new();

    public MarkdownText Heading(int level, string text)
    {
        _text.Append('#', level).Append(' ').Append(Escaped(text)).Append("\n\n");
        return this;
    }

    public MarkdownText Paragraph(string text, bool strong = false)
    {
        var mark = strong ? "**" : "";
        _text.Append(mark).AppendJoin("  \n", Printable.Lines(text).Select(Escaped)).Append(mark).Append("\n\n");
        return this;
    }

    /// <summary>Writes a block of code; its fence is longer than any within.</summary>
    public MarkdownText Code(string language, string code)
    {
        var lines = Printable.Lines(code).ToList();
        var fence = new string('`', Math.Max(3, lines.Max(LongestRun) + 1));
        _text.Append(fence).Append(language).Append('\n').AppendJoin('\n', lines).Append('\n').Append(fence).Append("\n\n");
        return this;
    }

    /// <summary>Writes a table; a heading that begins with # has numbers below it.</summary>
    public MarkdownText Table(IReadOnlyList<string> headings, IEnumerable<string[]> rows)
    {
        Row(headings.Select(heading => Escaped(heading.TrimStart('#'))));
        Row(headings.Select(heading => heading.StartsWith('#') ? "--:" : ":--"));
        foreach (var row in rows)
            Row(row.Select(Escaped));
        _text.Append('\n');
        return this;
    }

    /// <summary>Says how much of a list is left out, if anything.</summary>
    public void Rest(long left, string noun)
    {
        if (left > 0)
            Paragraph($"{Amounts.Count(left, noun)} more: see the JSON report.");
    }

    /// <inheritdoc />
    public override string ToString() => _text.ToString();

    private void Row(IEnumerable<string> cells) => _text.Append("| ").AppendJoin(" | ", cells).Append(" |\n");

    private static int LongestRun(string line)
    {
        var (longest, run) = (0, 0);
        foreach (var character in line)
            longest = Math.Max(longest, run = character == '`' ? run + 1 : 0);
        return longest;
    }

    /// <summary>Tells whether a mark at the head of a line begins a heading or a list; a point or bracket does so after a number and
    /// before a space.</summary>
    private static bool BeginsBlock(string line, int at)
    {
        if (!MarksOfLines.Contains(line[at], StringComparison.Ordinal))
            return false;
        var before = line.AsSpan(0, at).Trim(' ');
        var isNumbered = !before.IsEmpty && before.IndexOfAnyExceptInRange('0', '9') < 0 && line[at] is '.' or ')'
            && (at + 1 == line.Length || line[at + 1] == ' ');
        return before.IsEmpty || isNumbered;
    }

    private static string Escaped(string text)
    {
        var line = Printable.Line(text);
        var safe = new StringBuilder(line.Length + 8);
        for (var i = 0; i < line.Length; i++)
        {
            safe.Append(line[i] switch
            {
                '&' => "&amp;",
                '<' => "&lt;",
                '>' => "&gt;",
                var mark when Marks.Contains(mark, StringComparison.Ordinal) => $"\\{mark}",
                var mark when BeginsBlock(line, i) => $"\\{mark}",
                var plain => plain.ToString(),
            });
        }

        return safe.ToString();
    }
}
