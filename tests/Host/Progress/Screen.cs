using System.Globalization;
using ActorMigrate.Host.Wording;

namespace ActorMigrate.Host.Tests.Progress;

/// <summary>A terminal, as far as the live view uses one: it keeps what a person would see.</summary>
internal sealed class Screen(int width) : StringWriter
{
    private List<Row> _rows = [new([])];
    private int _row;
    private int _column;
    private bool _wraps = true;
    private int _width = width;

    /// <summary>Lines that are wider than the terminal has become are broken, as tmux and most terminals do.</summary>
    public bool Reflows { get; init; }

    public int Width
    {
        get => _width;
        set
        {
            if (Reflows)
                Reflow(value);
            _width = value;
        }
    }

    public bool ShowsCursor { get; private set; } = true;

    public bool Wraps => _wraps;

    /// <summary>The rows of the screen, without empty rows at its end.</summary>
    public string[] Rows =>
        _rows.Select(row => string.Concat(row.Cells).TrimEnd()).Reverse().SkipWhile(row => row.Length == 0).Reverse().ToArray();

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
                i += Put(value.AsSpan(i)) - 1;
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
        var cells = _rows[_row].Cells;
        if (cells.Count > _column)
            cells.RemoveRange(_column, cells.Count - _column);
        _rows[_row] = new Row(cells);
    }

    /// <summary>Writes the first character of the text, which may take two columns; returns its length.</summary>
    private int Put(ReadOnlySpan<char> text)
    {
        var element = text[..StringInfo.GetNextTextElementLength(text)].ToString();
        var columns = TerminalColumns.Of(element);
        if (_column + columns > Width && !_wraps)
        {
            _column = Width - columns;
        }
        else if (_column + columns > Width)
        {
            _rows[_row] = _rows[_row] with { GoesOn = true };
            NextRow();
        }

        var cells = _rows[_row].Cells;
        while (cells.Count < _column + columns)
            cells.Add(" ");
        for (var i = 0; i < columns; i++)
            cells[_column++] = i == 0 ? element : "";
        return element.Length;
    }

    private void NextRow()
    {
        _column = 0;
        if (++_row == _rows.Count)
            _rows.Add(new Row([]));
    }

    private void Reflow(int columns)
    {
        var (former, cursor) = (_rows, _row);
        _rows = [];
        var line = new List<string>();
        for (var i = 0; i < former.Count; i++)
        {
            int? offset = i == cursor ? line.Count + _column : null;
            line.AddRange(former[i].Cells);
            if (offset is { } at)
                (_row, _column) = (_rows.Count + (at / columns), at % columns);
            if (former[i].GoesOn)
                continue;
            for (var start = 0; start == 0 || start < line.Count; start += columns)
                _rows.Add(new Row([.. line.Skip(start).Take(columns)]) { GoesOn = start + columns < line.Count });
            line.Clear();
        }
    }

    private sealed record Row(List<string> Cells)
    {
        /// <summary>The line goes on in the next row.</summary>
        public bool GoesOn { get; init; }
    }
}
