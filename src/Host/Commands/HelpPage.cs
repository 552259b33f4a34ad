using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using ActorMigrate.Host.Settings;
using ActorMigrate.Host.Wording;

namespace ActorMigrate.Host.Commands;

/// <summary>The help of a command: what it is for, examples, and its flags or commands in groups, fitted to the terminal's width.</summary>
internal sealed class HelpPage(Command command, int width)
{
    /// <summary>Below this, a description stands under its name.</summary>
    private const int LeastForColumns = 60;

    private const int WidestName = 34;
    private const int Indent = 2;

    /// <summary>Has the help of <paramref name="root"/> and of all its commands written so.</summary>
    public static void Of(RootCommand root, Func<int> width) => root.Options.OfType<HelpOption>().Single().Action = new Writer(width);

    /// <summary>Writes the page.</summary>
    public void Write(TextWriter output)
    {
        Paragraph(output, command.Description ?? "", 0);
        output.WriteLine();
        output.WriteLine(
            command is RootCommand ? "Usage: actormigrate COMMAND [flags]" : $"Usage: actormigrate {command.Name}{Arguments()} [flags]");
        Examples(output);
        foreach (var (title, rows) in command is RootCommand ? CommandGroups() : FlagGroups())
            Table(output, title, rows);
        if (command is not RootCommand)
            return;
        output.WriteLine();
        Paragraph(output, "Flags of each command: actormigrate COMMAND --help", 0);
    }

    private string Arguments() => string.Concat(command.Arguments.Select(argument => $" {argument.HelpName ?? argument.Name}"));

    private void Examples(TextWriter output)
    {
        if (!HelpTexts.Examples.TryGetValue(command is RootCommand ? "" : command.Name, out var examples))
            return;
        output.WriteLine();
        output.WriteLine("Examples:");
        foreach (var example in examples)
            output.WriteLine($"  {example}");
    }

    private IEnumerable<(string Title, IReadOnlyList<(string Name, string Words)> Rows)> CommandGroups() => HelpTexts.Commands
        .Select(group => (group.Title, (IReadOnlyList<(string, string)>)[.. group.Names.Select(Named)]));

    private (string Name, string Words) Named(string name) => (name, command.Subcommands.Single(one => one.Name == name).Description ?? "");

    private IEnumerable<(string Title, IReadOnlyList<(string Name, string Words)> Rows)> FlagGroups() => command.Options
        .Where(option => !option.Hidden)
        .GroupBy(option =>
            HelpTexts.GroupOf(KnownSettings.All.FirstOrDefault(setting => setting.HasFlag && setting.Flag == option.Name), option.Name))
        .OrderBy(group => group.Key)
        .Select(group => (HelpTexts.TitleOf(group.Key),
            (IReadOnlyList<(string, string)>)[.. group.Select(option => (NameOf(option), option.Description ?? ""))]));

    private static string NameOf(Option option) => option.HelpName is { } value ? $"{option.Name} {value}" : option.Name;

    private void Table(TextWriter output, string title, IReadOnlyList<(string Name, string Words)> rows)
    {
        output.WriteLine();
        output.WriteLine(title + ":");
        var column = Math.Min(WidestName, rows.Max(row => row.Name.Length)) + (2 * Indent);
        foreach (var (name, words) in rows)
        {
            if (width < LeastForColumns)
            {
                output.WriteLine($"  {name}");
                Paragraph(output, words, 2 * Indent);
            }
            else
            {
                Row(output, name, words, column);
            }
        }
    }

    /// <summary>Writes a row. A name that is too long for its column has a line of its own.</summary>
    private void Row(TextWriter output, string name, string words, int column)
    {
        var head = $"  {name}";
        if (head.Length + Indent > column)
        {
            output.WriteLine(head);
            Paragraph(output, words, column);
            return;
        }

        using var text = new StringWriter { NewLine = output.NewLine };
        Paragraph(text, words, column);
        output.Write(string.Concat(head.PadRight(column), text.ToString().AsSpan(column)));
    }

    private void Paragraph(TextWriter output, string words, int indent)
    {
        foreach (var line in Wrapped.Lines(words, width - indent - 1, indent: 0))
            output.WriteLine(new string(' ', indent) + line);
    }

    private sealed class Writer(Func<int> width) : SynchronousCommandLineAction
    {
        public override int Invoke(ParseResult parseResult)
        {
            new HelpPage(parseResult.CommandResult.Command, width()).Write(parseResult.InvocationConfiguration.Output);
            return 0;
        }
    }
}
