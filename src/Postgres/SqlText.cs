using System.Reflection;

namespace ActorMigrate.Postgres;

/// <summary>Statements that live in embedded <c>.sql</c> files beside their readers. A line <c>-- include FILE</c> stands for another file:
/// a part that several statements share, in the same assembly or in this one. A statement without such a line can be run in psql as it
/// stands.</summary>
public static class SqlText
{
    private const string Include = "-- include ";
    private static readonly Assembly Own = typeof(SqlText).Assembly;

    /// <summary>Returns the text of <paramref name="file"/> in the assembly of <typeparamref name="TReader"/>; throws when it is not
    /// embedded there.</summary>
    public static string Load<TReader>(string file) => Load(typeof(TReader).Assembly, file);

    /// <summary>Returns the text of <paramref name="file"/> in this assembly, which holds the parts that several rooms share.</summary>
    public static string Load(string file) => Load(Own, file);

    /// <inheritdoc cref="Load{TReader}(string)"/>
    public static string Load(Assembly assembly, string file)
    {
        ArgumentNullException.ThrowIfNull(assembly);
        var lines = Read(assembly, file).Split('\n');
        return string.Join('\n', lines.Select(line =>
            line.StartsWith(Include, StringComparison.Ordinal) ? Load(assembly, line[Include.Length..]) : line));
    }

    private static string Read(Assembly assembly, string file)
    {
        using var stream = assembly.GetManifestResourceStream(file) ?? Own.GetManifestResourceStream(file)
            ?? throw new InvalidOperationException($"{file} is not embedded in {assembly.GetName().Name}.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
