using System.Text;

namespace Akka.Configuration.Hocon;

/// <summary>Dotted paths whose parts may be quoted: <c>a."b.c".d</c> has three.</summary>
internal static class HoconPath
{
    /// <summary>The parts of <paramref name="path"/>, without quotes.</summary>
    public static List<string> Split(string path)
    {
        var parts = new List<string>();
        var part = new StringBuilder();
        var quoted = false;
        foreach (var c in path)
        {
            if (c == '"')
                quoted = !quoted;
            else if (c == '.' && !quoted)
                Flush();
            else
                part.Append(c);
        }

        Flush();
        return parts;

        void Flush()
        {
            parts.Add(part.ToString());
            part.Clear();
        }
    }

    /// <summary>The path of <paramref name="parts"/>, quoted where a part holds a dot.</summary>
    public static string Join(IEnumerable<string> parts) =>
        string.Join('.', parts.Select(part => part.Contains('.') ? $"\"{part}\"" : part));

    /// <summary>The key as it must stand in a text.</summary>
    public static string QuoteKey(string key) =>
        key.Length > 0 && key.All(c => char.IsLetterOrDigit(c) || c is '-' or '_') ? key : Quote(key);

    /// <summary>The text as a quoted string.</summary>
    public static string Quote(string text)
    {
        var quoted = new StringBuilder("\"");
        foreach (var c in text)
        {
            quoted.Append(c switch
            {
                '"' => "\\\"",
                '\\' => "\\\\",
                '\n' => "\\n",
                '\r' => "\\r",
                '\t' => "\\t",
                < ' ' => $"\\u{(int)c:x4}",
                _ => c.ToString(),
            });
        }

        return quoted.Append('"').ToString();
    }
}
