using System.Collections;
using System.Text.RegularExpressions;
using ActorMigrate.Host.Progress;

namespace ActorMigrate.Host.Terminal;

/// <summary>The process's surroundings: its streams, its environment, its clock.</summary>
internal sealed partial record Surroundings
{
    public required TextWriter Out { get; init; }

    public required TextWriter Error { get; init; }

    /// <summary>The place where a person answers questions; null where nobody can be asked.</summary>
    public TextReader? In { get; init; }

    public required bool OutIsTerminal { get; init; }

    public required bool ErrorIsTerminal { get; init; }

    public required Func<(int Width, int Height)> TerminalSize { get; init; }

    public required IReadOnlyDictionary<string, string> Environment { get; init; }

    public required TimeProvider Time { get; init; }

    public required int Processors { get; init; }

    /// <summary>The knowledge of what is left when the process is ended at once.</summary>
    public LeftBehind Left { get; } = new();

    /// <summary>Colours are for terminals whose user did not ask for none (no-color.org).</summary>
    public bool ShowsColors => Environment.GetValueOrDefault("NO_COLOR") is null or "";

    /// <summary>The columns at which lines on standard output are broken; null where it is no terminal.</summary>
    public int? OutWidth => OutIsTerminal ? TerminalSize().Width : null;

    /// <summary>A view may be painted over on standard error.</summary>
    public bool CanPaint => ErrorIsTerminal && HasCursor;

    /// <summary>Lines on standard output may be written over.</summary>
    public bool CanRewrite => OutIsTerminal && HasCursor;

    /// <summary>The terminal breaks the lines that it shows when it becomes narrower. Most do; xterm, rxvt, st and GNU screen cut them, and
    /// a terminal that calls itself xterm may be an old one, such as PuTTY.</summary>
    public bool Reflows => Environment.GetValueOrDefault("XTERM_VERSION") is null or ""
        && (Environment.GetValueOrDefault("TMUX") is not (null or "") || Reflowing().IsMatch(Environment.GetValueOrDefault("TERM") ?? ""));

    private bool HasCursor => Environment.GetValueOrDefault("TERM") is not (null or "" or "dumb");

    /// <summary>Writes a line of the log to standard error.</summary>
    public void Log(LogLine line)
    {
        Error.Write(line.ToText());
        Error.Flush();
    }

    /// <summary>Returns the surroundings of this process.</summary>
    public static Surroundings OfProcess() => new()
    {
        Out = WholeWrites.To(Console.OpenStandardOutput()),
        Error = WholeWrites.To(Console.OpenStandardError(), isOptional: true),
        In = Console.IsInputRedirected || Console.IsErrorRedirected ? null : Console.In,
        OutIsTerminal = !Console.IsOutputRedirected,
        ErrorIsTerminal = !Console.IsErrorRedirected,
        TerminalSize = SizeOfTerminal,
        Environment = System.Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
            .ToDictionary(entry => (string)entry.Key, entry => (string?)entry.Value ?? "", StringComparer.Ordinal),
        Time = TimeProvider.System,
        Processors = System.Environment.ProcessorCount,
    };

    [GeneratedRegex("^(xterm-(256color|kitty|ghostty)|tmux|screen-256color$|alacritty|foot|wezterm|konsole|vte|gnome)")]
    private static partial Regex Reflowing();

    private static (int Width, int Height) SizeOfTerminal()
    {
        try
        {
            return (Math.Max(Console.WindowWidth, 20), Math.Max(Console.WindowHeight, 3));
        }
        catch (IOException)
        {
            return (80, 24);
        }
    }
}
