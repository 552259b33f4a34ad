using System.Globalization;
using System.Text;

namespace ActorMigrate.Host.Tests.Progress;

/// <summary>A terminal, as far as the live view uses one: it keeps what a person would see.</summary>
internal sealed class Screen(int width) : StringWriter
{
    private readonly List<StringBuilder> _rows = [new()];
    private int _row;
    private int _column;
    private bool _wraps = true;

    public int Width { get; set; } = width;

    public bool ShowsCursor { get; private set; } = true;

    public bool Wraps => _wraps;

    /// <summary>The rows of the screen, without empty rows at its end.</summary>
    public string[] Rows => _rows.Select(row => row.ToString().TrimEnd()).Reverse().SkipWhile(row => row.Length == 0).Reverse().ToArray();

    public override void Write(string? value)
    {
        for (var i = 0; i < value!.Length; i++)
        {
            if (value[i] == '\e')
                i = Control(value, i);
            else if (value[i] == '\n')
                NextRow();
            else if (value[i] == '\r')
                _column = 0;
            else
                Put(value[i]);
        }
    }

    private int Control(string text, int start)
    {
        var end = start + 2;
        while (!char.IsLetter(text[end]))
            end++;
        var argument = text[(start + 2)..end];
        switch ((text[end], argument))
        {
            case ('A', _):
                _row -= int.Parse(argument, CultureInfo.InvariantCulture);
                Assert.True(_row >= 0, "the cursor went above the screen");
                break;
            case ('K', ""):
                Cut();
                break;
            case ('J', ""):
                Cut();
                _rows.RemoveRange(_row + 1, _rows.Count - _row - 1);
                break;
            case ('l' or 'h', "?7"):
                _wraps = text[end] == 'h';
                break;
            case ('l' or 'h', "?25"):
                ShowsCursor = text[end] == 'h';
                break;
            case ('m', _):
                break;
            default:
                Assert.Fail($"unexpected sequence {text[start..(end + 1)].Replace("\e", "ESC", StringComparison.Ordinal)}");
                break;
        }

        return end;
    }

    private void Cut()
    {
        if (_rows[_row].Length > _column)
            _rows[_row].Length = _column;
    }

    private void Put(char character)
    {
        if (_column == Width)
        {
            if (!_wraps)
                _column--;
            else
                NextRow();
        }

        var row = _rows[_row];
        row.Append(' ', Math.Max(0, _column + 1 - row.Length));
        row[_column++] = character;
    }

    private void NextRow()
    {
        _column = 0;
        if (++_row == _rows.Count)
            _rows.Add(new StringBuilder());
    }
}
