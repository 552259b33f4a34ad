using System.Reflection;

namespace ActorMigrate.Postgres;

/// <summary>Statements that live in embedded <c>.sql</c> files beside their readers, so that they can be run in psql as they stand.</summary>
public static class SqlText
{
    /// <summary>The text of <c>name.sql</c> in the assembly of <typeparamref name="TReader"/>; throws when it is not embedded there.</summary>
    public static string Load<TReader>(string name) => Load(typeof(TReader).Assembly, name);

    /// <inheritdoc cref="Load{TReader}(string)"/>
    public static string Load(Assembly assembly, string name)
    {
        ArgumentNullException.ThrowIfNull(assembly);
        using var stream = assembly.GetManifestResourceStream(name + ".sql")
            ?? throw new InvalidOperationException($"{name}.sql is not embedded in {assembly.GetName().Name}.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
