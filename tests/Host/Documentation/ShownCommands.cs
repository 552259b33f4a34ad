using System.Text;
using ActorMigrate.TestServers;

namespace ActorMigrate.Host.Tests.Documentation;

/// <summary>A command line of the program that a text shows, without the program's name.</summary>
internal sealed record ShownCommand(string File, string Line, IReadOnlyList<string> Words);

/// <summary>Finds the command lines of the program in documents and scripts, as a shell would read them.</summary>
internal static class ShownCommands
{
    private static readonly string[] Ends = ["|", "||", "&&", "&", ";", ">", ">>", "2>", "2>&1", "<", "done", "then"];

    /// <summary>Those in the code blocks of a Markdown document.</summary>
    public static IEnumerable<ShownCommand> OfMarkdown(string file, string text) => Blocks(text).SelectMany(block => OfText(file, block));

    /// <summary>Those of a text, one a line; a line that ends in a backslash goes on in the next one.</summary>
    public static IEnumerable<ShownCommand> OfText(string file, string text) =>
        text.Replace("\\\n", " ", StringComparison.Ordinal).Split('\n').SelectMany(line => OfLine(file, line));

    /// <summary>The blocks of a Markdown document that show commands; a synopsis and a help page show what may stand where.</summary>
    private static IEnumerable<string> Blocks(string text) => text.Split("\n```").Where((_, i) => i % 2 == 1)
        .Where(block => block.Split('\n')[0] is "" or "sh" or "text" or "bash")
        .Select(block => block[(block.IndexOf('\n', StringComparison.Ordinal) + 1)..]);

    private static IEnumerable<ShownCommand> OfLine(string file, string line)
    {
        var words = Split(line.Replace("<(", "; ", StringComparison.Ordinal));
        for (var i = 0; i < words.Count; i++)
        {
            if (!IsProgram(words[i]) || (i > 0 && !StartsCommand(words[i - 1])))
                continue;
            var own = words.Skip(i + 1).TakeWhile(word => !Ends.Contains(word)).ToList();
            // It stands for the value of the flag before it, or for flags that were shown before.
            own = [.. own.Where((word, at) => word != "…" || (at > 0 && own[at - 1].StartsWith('-')))];
            yield return new ShownCommand(file, line.Trim(), own);
        }
    }

    private static bool IsProgram(string word) => word is "actormigrate" or "./actormigrate" or "/usr/local/bin/actormigrate";

    // A word before the program that runs it, or sets a variable for it.
    private static bool StartsCommand(string word) => Ends.Contains(word) || word is "until" or "while" or "if" or "!" or "exec" or "sudo"
        || word.Contains('=', StringComparison.Ordinal);

    /// <summary>The words of a line: quotes hold words together, a comment ends it, and signs of the shell are words.</summary>
    private static List<string> Split(string line)
    {
        var (words, word, quote, isWord) = (new List<string>(), new StringBuilder(), '\0', false);
        void End()
        {
            if (isWord)
                words.Add(word.ToString());
            word.Clear();
            isWord = false;
        }

        foreach (var c in line)
        {
            if (quote != '\0' && c == quote)
                quote = '\0';
            else if (quote != '\0')
                word.Append(c);
            else if (c is '\'' or '"')
                (quote, isWord) = (c, true);
            else if (c == '#' && !isWord)
                break;
            else if (c is ';' or ')' || char.IsWhiteSpace(c))
            {
                End();
                if (c is ';')
                    words.Add(";");
            }
            else
                (_, isWord) = (word.Append(c), true);
        }

        End();
        return words;
    }
}
