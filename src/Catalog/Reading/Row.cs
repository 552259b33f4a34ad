using ActorMigrate.Migration;
using Npgsql;

namespace ActorMigrate.Catalog.Reading;

/// <summary>Reads a row of a catalog query by position.</summary>
internal static class Row
{
    public static string Text(this NpgsqlDataReader row, int at) => row.GetString(at);

    public static string? TextOrNull(this NpgsqlDataReader row, int at) => row.IsDBNull(at) ? null : row.GetString(at);

    public static char Letter(this NpgsqlDataReader row, int at) => row.GetString(at)[0];

    public static char? LetterOrNull(this NpgsqlDataReader row, int at) => row.IsDBNull(at) ? null : row.GetString(at)[0];

    public static bool Flag(this NpgsqlDataReader row, int at) => !row.IsDBNull(at) && row.GetBoolean(at);

    public static uint Oid(this NpgsqlDataReader row, int at) => row.IsDBNull(at) ? 0 : row.GetFieldValue<uint>(at);

    public static int? IntOrNull(this NpgsqlDataReader row, int at) => row.IsDBNull(at) ? null : row.GetInt32(at);

    public static T[] Array<T>(this NpgsqlDataReader row, int at) => row.IsDBNull(at) ? [] : row.GetFieldValue<T[]>(at);

    public static QualifiedName Name(this NpgsqlDataReader row, int schemaAt) =>
        new(row.GetString(schemaAt), row.GetString(schemaAt + 1));

    public static QualifiedName? NameOrNull(this NpgsqlDataReader row, int schemaAt) =>
        row.IsDBNull(schemaAt) ? null : row.Name(schemaAt);
}
