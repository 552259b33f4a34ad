using System.Reflection;

namespace ActorMigrate.Postgres;

/// <summary>Statements that live in embedded <c>.sql</c> files beside their readers, so that they
/// can be run in psql as they stand.</summary>
public static class SqlText
{
    /// <summary>The text of <paramref name="file"/> in the assembly of
    /// <typeparamref name="TReader"/>; throws when it is not embedded there.</summary>
    public static string Load<TReader>(string file) => Load(typeof(TReader).Assembly, file);

    /// <inheritdoc cref="Load{TReader}(string)"/>
    public static string Load(Assembly assembly, string file)
    {
        ArgumentNullException.ThrowIfNull(assembly);
        using var stream = assembly.GetManifestResourceStream(file)
            ?? throw new InvalidOperationException($"{file} is not embedded in {assembly.GetName().Name}.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
