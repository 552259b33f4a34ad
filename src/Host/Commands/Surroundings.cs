using System.Collections;
using System.Text;
using ActorMigrate.Host.Progress;

namespace ActorMigrate.Host.Commands;

/// <summary>The process's surroundings: its streams, its environment, its clock.</summary>
internal sealed record Surroundings
{
    public required TextWriter Out { get; init; }

    public required TextWriter Error { get; init; }

    /// <summary>Where a person answers questions; null where nobody can be asked.</summary>
    public TextReader? In { get; init; }

    public required bool OutIsTerminal { get; init; }

    public required bool ErrorIsTerminal { get; init; }

    public required Func<(int Width, int Height)> TerminalSize { get; init; }

    public required IReadOnlyDictionary<string, string> Environment { get; init; }

    public required TimeProvider Time { get; init; }

    public required int Processors { get; init; }

    /// <summary>Colours are for terminals whose user did not ask for none (no-color.org).</summary>
    public bool ShowsColors => Environment.GetValueOrDefault("NO_COLOR") is null or "";

    /// <summary>A view may be painted over on standard error.</summary>
    public bool CanPaint => ErrorIsTerminal && Environment.GetValueOrDefault("TERM") is not (null or "" or "dumb");

    /// <summary>Writes a line of the log to standard error.</summary>
    public void Log(LogLine line)
    {
        Error.Write(line.ToText());
        Error.Flush();
    }

    /// <summary>Returns the surroundings of this process.</summary>
    public static Surroundings OfProcess() => new()
    {
        Out = LineByLine(Console.OpenStandardOutput()),
        Error = LineByLine(Console.OpenStandardError()),
        In = Console.IsInputRedirected || Console.IsErrorRedirected ? null : Console.In,
        OutIsTerminal = !Console.IsOutputRedirected,
        ErrorIsTerminal = !Console.IsErrorRedirected,
        TerminalSize = SizeOfTerminal,
        Environment = System.Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
            .ToDictionary(entry => (string)entry.Key, entry => (string?)entry.Value ?? "", StringComparer.Ordinal),
        Time = TimeProvider.System,
        Processors = System.Environment.ProcessorCount,
    };

    /// <summary>Returns a writer that any thread may use and that hands on each text of up to 32,768 characters in one write, so that
    /// lines of several processes do not mix in one file and a killed process leaves no half of a line. (<see cref="Console.Out"/> writes
    /// 256 characters at a time.)</summary>
    internal static TextWriter LineByLine(Stream stream)
    {
        var encoding = Console.OutputEncoding is UTF8Encoding ? new UTF8Encoding(encoderShouldEmitUTF8Identifier: false) : Console.OutputEncoding;
        return TextWriter.Synchronized(new StreamWriter(stream, encoding, bufferSize: 32_768) { AutoFlush = true });
    }

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
