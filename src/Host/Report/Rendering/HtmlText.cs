using System.Text;
using ActorMigrate.Host.Wording;

namespace ActorMigrate.Host.Report.Rendering;

/// <summary>Writes HTML in which every text and every attribute's value is escaped: names and messages come from databases that are not
/// trusted. Tags and names of attributes are constants of this program.</summary>
internal sealed class HtmlText
{
    private static readonly HashSet<string> Void = ["meta", "col"];

    private readonly StringBuilder _text = new("<!doctype html>\n");
    private readonly Stack<string> _open = new();

    /// <summary>Opens an element.</summary>
    public HtmlText Open(string tag, params ReadOnlySpan<(string Name, string Value)> attributes)
    {
        Start(tag, attributes);
        _text.Append('>');
        if (!Void.Contains(tag))
            _open.Push(tag);
        return this;
    }

    /// <summary>Closes the element that was opened last.</summary>
    public HtmlText Close()
    {
        var tag = _open.Pop();
        _text.Append("</").Append(tag).Append('>');
        if (tag is not ("td" or "th" or "title" or "text" or "a" or "span" or "strong" or "code"))
            _text.Append('\n');
        return this;
    }

    /// <summary>Writes an element that holds a text on one line.</summary>
    public HtmlText Element(string tag, string text, params ReadOnlySpan<(string Name, string Value)> attributes) =>
        Open(tag, attributes).Text(text).Close();

    /// <summary>Writes a shape of a drawing.</summary>
    public HtmlText Shape(string tag, params ReadOnlySpan<(string Name, string Value)> attributes)
    {
        Start(tag, attributes);
        _text.Append("/>");
        return this;
    }

    /// <summary>Writes text on one line; characters that control or turn text around are shown as escapes.</summary>
    public HtmlText Text(string text)
    {
        Escape(Printable.Line(text));
        return this;
    }

    /// <summary>Writes text of several lines.</summary>
    public HtmlText Lines(string text)
    {
        Escape(string.Join('\n', Printable.Lines(text)));
        return this;
    }

    /// <summary>Writes this program's own style sheet.</summary>
    public HtmlText Style(string css)
    {
        Open("style");
        _text.Append(css);
        return Close();
    }

    /// <inheritdoc />
    public override string ToString() => _text.ToString();

    private void Start(string tag, ReadOnlySpan<(string Name, string Value)> attributes)
    {
        _text.Append('<').Append(tag);
        foreach (var (name, value) in attributes)
        {
            _text.Append(' ').Append(name).Append("=\"");
            Escape(Printable.Line(value));
            _text.Append('"');
        }
    }

    private void Escape(string text)
    {
        foreach (var rune in text.EnumerateRunes())
        {
            switch (rune.Value)
            {
                case '&':
                    _text.Append("&amp;");
                    break;
                case '<':
                    _text.Append("&lt;");
                    break;
                case '>':
                    _text.Append("&gt;");
                    break;
                case '"':
                    _text.Append("&quot;");
                    break;
                case '\'':
                    _text.Append("&#39;");
                    break;
                default:
                    _text.Append(rune);
                    break;
            }
        }
    }
}
