using ActorMigrate.Postgres;

namespace ActorMigrate.Catalog;

/// <summary>Writes the OPTIONS of foreign data wrappers, servers, tables and columns.</summary>
internal static class ForeignOptions
{
    /// <summary><c> OPTIONS ("name" 'value', …)</c>, or nothing.</summary>
    public static string Clause(string[] options) => options.Length == 0
        ? ""
        : $" OPTIONS ({string.Join(", ", options.Select(option => $"{Identifier.Quote(StorageOptions.NameOf(option))} {Literal.Quote(option[(StorageOptions.NameOf(option).Length + 1)..])}"))})";
}
